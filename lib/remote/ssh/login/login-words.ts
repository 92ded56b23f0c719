/*
 * What PAM and its modules (winbind, sssd, RADIUS, OATH) ask and say, in the languages in which they do: a server that was started with another
 * language speaks it. Only words are there to tell one from the other.
 */

const NEW_PASSWORDS: readonly RegExp[] = [
  /(new|current|retype|change).{0,30}password/i,
  /(neue|aktuell).{0,30}(passwort|kennwort)/i,
  /(nouveau|actuel).{0,30}mot de passe|mot de passe.{0,10}actuel/i,
  /(nueva|actual).{0,30}contrase\u00F1a|contrase\u00F1a.{0,10}(nueva|actual)|(nova|atual).{0,30}senha|(nuova|attuale).{0,30}password/i,
  /(\u65B0|\u73FE\u5728|\u5F53\u524D|\u73B0\u5728).{0,30}(\u30D1\u30B9\u30EF\u30FC\u30C9|\u5BC6\u7801|\u5BC6\u78BC)/,
  /(\u043D\u043E\u0432|\u0442\u0435\u043A\u0443\u0449).{0,30}\u043F\u0430\u0440\u043E\u043B/i,
];

/** A code of an hour or a minute, of a device or a message. */
const CODES: readonly RegExp[] = [
  /one[- ]?time|\b[ht]?otp\b|passcode|pass code|token|yubikey|\bpin\b|authenticator/i,
  /(verification|security|access|sms|authentication|authorization)[- ]?code|code de v\u00E9rification|c\u00F3digo/i,
  /(best\u00E4tigungs|einmal|sicherheits)[- ]?code|einmal(passwort|kennwort)/i,
  /(\u78BA\u8A8D|\u8A8D\u8A3C)\u30B3\u30FC\u30C9|\u9A8C\u8BC1\u7801/,
];

/** In doubt it is a refusal: what is tried again counts towards a lock-out. */
const WRONG: readonly RegExp[] = [
  /wrong|incorrect|invalid|permission denied|(authentication|login) (failed|failure|error)/i,
  /falsch|ung\u00FCltig|(anmeldung|authentifizierung) (ist )?fehlgeschlagen|authentifizierungsfehler/i,
  /erron\u00E9|err\u00F3ne|\u00E9chec d.{0,3}authentification|errat|inv\u00E1lid|incorret|\u043D\u0435\u0432\u0435\u0440\u043D/i,
  /\u9519\u8BEF|\u4E0D\u6B63|\u9593\u9055|\u8A8D\u8A3C.{0,3}\u5931\u6557|\u8BA4\u8BC1\u5931\u8D25/,
];

const LOCKED: readonly RegExp[] = [
  /expired|locked|disabled|suspended|abgelaufen|gesperrt|deaktiviert/i,
  /expir\u00E9|verrouill\u00E9|d\u00E9sactiv\u00E9|bloquead|caducad|expirad|scadut|bloccat|\u0438\u0441\u0442\u0435\u043A|\u0437\u0430\u0431\u043B\u043E\u043A/i,
  /\u671F\u9650|\u30ED\u30C3\u30AF|\u7121\u52B9|\u8FC7\u671F|\u9501\u5B9A|\u7981\u7528/,
];

const isAny = (patterns: readonly RegExp[], text: string): boolean => patterns.some((pattern) => pattern.test(text));

/** Is it the password that has to be changed? */
export const asksForNewPassword = (prompt: string): boolean => isAny(NEW_PASSWORDS, prompt);

/** Is the account's password no answer to that? Names of users and machines in it say nothing. */
export const asksForOther = (prompt: string): boolean => asksForNewPassword(prompt) || isAny(CODES, withoutNames(prompt));

const withoutNames = (prompt: string): string =>
  prompt
    .split(" ")
    .filter((word) => !word.includes("@"))
    .join(" ");

/** Does it judge the password? All else is said of the account or of the machine. */
export const saysWrong = (text: string): boolean => isAny(WRONG, text);

/** Is the account shut, so that no later try helps? */
export const saysLocked = (text: string): boolean => isAny(LOCKED, text);
