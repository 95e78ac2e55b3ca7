// Stop words of one character, with which few words begin.

/**
 * The characters that come after each, and those that come before it, at the beginning of a word.
 * @typedef {Record<string, [after: string, before: string]>} Particles
 */

/**
 * Whether a word may begin with two characters.
 * @param {string} one
 * @param {string} other
 * @param {Particles} particles
 */
export function opens(one, other, particles) {
  return (particles[one]?.[0].includes(other) ?? true) && (particles[other]?.[1].includes(one) ?? true);
}
