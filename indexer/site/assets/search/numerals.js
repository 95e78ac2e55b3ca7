// Chinese numerals of provisions, as in indexer/numerals.py: 第一千二百五十四条, 第一百二十条之一.

const DIGITS = "零一二三四五六七八九";
/** @type {[string, number][]} */
const UNITS = [
  ["千", 1000],
  ["百", 100],
  ["十", 10],
];

/**
 * Write 1 to 9999 in Chinese: 1254 → 一千二百五十四.
 * @param {number} number
 */
export function toChinese(number) {
  let written = "";
  let rest = number;
  let gap = false;
  for (const [unit, value] of UNITS) {
    const digit = Math.floor(rest / value);
    rest %= value;
    if (digit) written += (gap ? "零" : "") + DIGITS[digit] + unit;
    gap = written !== "" && !digit;
  }
  if (rest) written += (gap ? "零" : "") + DIGITS[rest];
  return written.startsWith("一十") ? written.slice(1) : written;
}

/**
 * The value of a Chinese or Arabic numeral from 1 to 9999; -1 where it is none.
 * @param {string} text
 */
export function numeral(text) {
  if (/^[0-9]+$/.test(text)) return Number(text) || -1;
  const plain = text.replaceAll("〇", "零");
  let total = 0;
  let digit = 0;
  for (const char of plain) {
    const place = DIGITS.indexOf(char);
    if (place >= 0) {
      digit = place;
    } else {
      const unit = UNITS.find(([name]) => name === char);
      if (!unit) return -1;
      total += (digit || 1) * unit[1];
      digit = 0;
    }
  }
  total += digit;
  return total >= 1 && total <= 9999 && toChinese(total) === plain ? total : -1;
}
