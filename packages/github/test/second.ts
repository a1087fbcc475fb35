/** Milliseconds that a second of patience with GitHub takes where GitHub is on loopback: its times have milliseconds. */
export const SECOND = 20;
