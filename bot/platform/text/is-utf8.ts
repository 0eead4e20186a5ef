/** False for the contents of a file in UTF-16 or in the code page of a country, read as UTF-8. */
export const isUtf8 = (text: string): boolean => !/[\0\ufffd]/.test(text)
