/** The text with control characters and marks of direction as their numbers: what a machine is called or says is shown, never obeyed. Lines and tabs stay. */
export const visible = (text: string): string => text.replace(UNSEEN, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Fits every JSON in which such a character may stand, as itself or escaped; that it does not fit spares a look at each of very many texts. */
export const MAY_HIDE = /\\[^"\\/nt]|[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
