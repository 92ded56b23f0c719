/** What a place cannot give, and what the lab has there instead; each in a few words that fit into one line. */
export type StandIn = Readonly<{ of: string; is: string }>;
