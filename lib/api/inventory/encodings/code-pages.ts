/** Which bytes stand for a character that is not ASCII. */
export type CodePage = ReadonlyMap<string, readonly number[]>;

const LEADS = Array.from({ length: 128 }, (_, i) => 128 + i);
const LATIN_1 = String.fromCharCode(...LEADS);

/** From byte 128 on, for what no decoder of Node knows; the one of Node 20 takes Windows-1252 for ISO 8859-1. The others are those of consoles. */
const BY_HAND: Readonly<Record<string, string>> = {
  "iso-8859-1": LATIN_1,
  "windows-1252": `€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ${LATIN_1.slice(32)}`,
  ibm437: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xA0",
  ibm850: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xAD±‗¾¶§÷¸°¨·¹³²■\xA0",
  ibm852: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\xAD˝˛ˇ˘§÷¸°¨˙űŘř■\xA0",
};

/** Characters of two bytes are among those of the code pages of East Asia. */
const OF_TWO_BYTES: ReadonlySet<string> = new Set(["shift_jis", "gbk", "big5", "euc-kr"]);
const TRAILS = Array.from({ length: 191 }, (_, i) => 64 + i);
const [LOST, LINE_END] = ["\uFFFD", 10];

const tables = new Map<string, CodePage>();

/** The table of a code page, by the name that decoders have for it. */
export function codePage(name: string): CodePage {
  const known = tables.get(name);
  if (known) return known;
  const byHand = BY_HAND[name];
  const single =
    byHand === undefined
      ? decoded(
          name,
          LEADS.map((byte) => [byte]),
        )
      : LEADS.map((byte, i) => [byHand[i] ?? LOST, [byte]] as const);
  const double = OF_TWO_BYTES.has(name)
    ? LEADS.flatMap((lead) =>
        decoded(
          name,
          TRAILS.map((trail) => [lead, trail]),
        ),
      )
    : [];
  const table = new Map([...double, ...single].filter(([text]) => text !== LOST && [...text].length === 1));
  tables.set(name, table);
  return table;
}

/** All at once, a line each. */
function decoded(name: string, all: readonly (readonly number[])[]): (readonly [string, readonly number[]])[] {
  const lines = new TextDecoder(name).decode(Uint8Array.from(all.flatMap((bytes) => [...bytes, LINE_END]))).split("\n");
  return all.map((bytes, i) => [lines[i] ?? LOST, bytes] as const);
}
