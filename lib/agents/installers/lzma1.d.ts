// tsconfig.json names this file for the package: its own types are its sources, which are not written for this project's compiler settings.

/** Throws when the bytes are no LZMA, or end early. */
export declare function decompress(data: Uint8Array): Uint8Array | readonly number[];
