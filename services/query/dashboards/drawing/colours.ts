/** Colours that people with any kind of colour blindness tell apart (Okabe and Ito), dark enough for white. */
export const seriesColours = ['#0072B2', '#B86A00', '#007A5A', '#A8487F', '#2B7FA8', '#C04A00', '#7A5C24', '#5F6670'];

/** From little to much. */
export const scaleColours = ['#DCEAF5', '#0072B2'];
