/** Completes "is …". */
export const MAYBE_LOST =
  'where a question mark may be what became of a letter: in Windows PowerShell give Export-Csv -Encoding UTF8, in Excel choose the type "CSV UTF-8"';

/** A name of a machine or a group: hardly one has a question mark, and all letters that a code page does not have become one. */
export const mayHaveLostLetters = (name: string): boolean => name.includes("?");

/** In a text that may also be a sentence or an address of the web: letters stand beside it, or others of its kind. */
export const mayHaveLostMany = (text: string): boolean => !/[/=&]/.test(text) && /\?\?|[\p{L}\p{N}]\?[\p{L}\p{N}]|^\?[\p{L}\p{N}]/u.test(text);
