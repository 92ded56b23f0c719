/** Not now: the step is run again after so many seconds, without counting as a failure. */
export class NotYet extends Error {
  readonly seconds: number;

  constructor(seconds: number, message: string) {
    super(message);
    this.seconds = seconds;
  }
}
