/** The vault asks to be left alone for so many seconds. */
export class VaultBusy extends Error {
  readonly seconds: number;

  constructor(seconds: number, message: string) {
    super(message);
    this.name = "VaultBusy";
    this.seconds = seconds;
  }
}
