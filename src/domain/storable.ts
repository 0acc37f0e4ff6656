/**
 * A text as every store takes it: without NUL, and without half of a character that is made of two (its place is
 * marked). Nobody types either; a program that sends them must not stop a message.
 */
export const storable = (text: string): string =>
  text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
