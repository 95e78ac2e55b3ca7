// Numbers as people and statutes write them: 5000万 = 五千万 = 50000000; the same as indexer/search/numbers.py.

import { numeral, toChinese } from "./numerals.js";

/** Unit of a query → units in the texts. @type {Record<string, string[]>} */
const UNITS = {
  元: ["元"],
  块: ["元"],
  块钱: ["元"],
  岁: ["岁", "周岁"],
  周岁: ["周岁", "岁"],
  小时: ["小时"],
  日: ["日"],
  天: ["日", "天"],
  个月: ["个月"],
  月: ["个月", "月"],
  年: ["年"],
  倍: ["倍"],
  个工作日: ["个工作日"],
  工作日: ["个工作日"],
  人: ["人"],
  名: ["名", "人"],
  次: ["次"],
  件: ["件"],
  "": [""],
};
const UNIT = Object.keys(UNITS).filter(Boolean).sort((one, other) => other.length - one.length).join("|");
const NUMERAL = "[零〇一二三四五六七八九十百千]+";
const NUMBER = new RegExp(
  `百分之(?<percent>${NUMERAL})|(?<digitsPercent>[0-9]{1,3})%` +
    `|(?<digits>[0-9]{1,9})(?<scale>[百千]?[万亿]|百|千)?(?<unit>${UNIT})?` +
    `|(?<numeral>${NUMERAL})(?<numeralScale>[万亿])(?<numeralUnit>${UNIT})?` +
    `|(?<small>${NUMERAL})(?<smallUnit>${UNIT})`,
  "gu",
);
/** @type {Record<string, number>} */
const SCALES = { 百: 100, 千: 1000, 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 百亿: 1e10, 千亿: 1e11 };

/**
 * Each number of a normalised query with the forms in which texts may write it, its own first.
 * @param {string} text
 * @returns {{start: number, end: number, forms: string[]}[]}
 */
export function numberForms(text) {
  const found = [];
  for (const match of text.matchAll(NUMBER)) {
    const forms = formsOf(/** @type {Record<string, string | undefined>} */ (match.groups ?? {}));
    if (!forms.length) continue;
    const own = match[0];
    found.push({ start: match.index, end: match.index + own.length, forms: [...new Set([own, ...forms])] });
  }
  return found;
}

/** @param {Record<string, string | undefined>} groups */
function formsOf(groups) {
  if (groups.percent || groups.digitsPercent) {
    const value = groups.percent ? valueOf(groups.percent) : Number(groups.digitsPercent);
    return value > 0 && value < 10_000 ? [`百分之${toChinese(value)}`, `${value}%`] : [];
  }
  let scale;
  let unit;
  let value;
  if (groups.digits) {
    scale = groups.scale ?? "";
    unit = groups.unit ?? "";
    if (!scale && !unit) return [];
    value = Number(groups.digits) * (SCALES[scale] ?? 1);
  } else {
    scale = groups.numeralScale ?? "";
    unit = groups.numeralUnit ?? groups.smallUnit ?? "";
    value = valueOf(groups.numeral ?? groups.small ?? "") * (SCALES[scale] ?? 1);
  }
  const forms = writtenOf(value).flatMap((number) => UNITS[unit].map((each) => number + each));
  return [...new Set(forms)];
}

/** @param {string} text */
function valueOf(text) {
  const value = numeral(text);
  return value > 0 ? value : 0;
}

/** 五千万, 5000万, 50000000. @param {number} value */
function writtenOf(value) {
  if (value < 1) return [];
  for (const [scale, name] of /** @type {[number, string][]} */ ([[1e8, "亿"], [1e4, "万"]])) {
    if (value % scale === 0 && value / scale < 10_000) {
      const many = value / scale;
      return [toChinese(many) + name, `${many}${name}`, `${value}`];
    }
  }
  if (value >= 10_000) return [`${value}`];
  return value === 2 ? [toChinese(value), "2", "两"] : [toChinese(value), `${value}`];
}
