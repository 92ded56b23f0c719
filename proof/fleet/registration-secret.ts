/** What the machines of a simulated fleet register with; it may lie in no file once that is over. */
export const REGISTRATION_SECRET = "the-registration-secret";
