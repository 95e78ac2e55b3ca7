/** Results that the search page asks for at first; both who begin the search and who show it. */
export const STEP = 20;
