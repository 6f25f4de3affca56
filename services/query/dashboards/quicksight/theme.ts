/** Colours that people with any kind of colour blindness tell apart (Okabe and Ito), the first ones the furthest. */
const series = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#8C6D31', '#6B6B6B'];

/** AWS::QuickSight::Theme, Configuration. */
export const themeConfiguration = {
  DataColorPalette: { Colors: series, EmptyFillColor: '#E6E6E6', MinMaxGradient: ['#DCEAF5', '#0072B2'] },
  UIColorPalette: {
    PrimaryForeground: '#1B1F24',
    PrimaryBackground: '#FFFFFF',
    SecondaryForeground: '#3D444D',
    SecondaryBackground: '#F4F6F8',
    Accent: '#0072B2',
    AccentForeground: '#FFFFFF',
  },
  Sheet: { Tile: { Border: { Show: true } }, TileLayout: { Gutter: { Show: true }, Margin: { Show: true } } },
};
