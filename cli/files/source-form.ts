/** How a source is written: `shop/orders`. */
export const sourceForm = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
