// Numbers and dates as people and statutes write them: 5000万 = 五千万 = 50000000; the same as
// indexer/search/numbers.py.

import { numeral, toChinese } from "./numerals.js";

/** Units, and the one that stands for those that are the same. @type {Record<string, string>} */
const UNITS = {
  元: "元",
  块: "元",
  块钱: "元",
  岁: "岁",
  周岁: "岁",
  分钟: "分钟",
  小时: "小时",
  时: "时",
  日: "日",
  天: "日",
  个月: "个月",
  月: "月",
  年: "年",
  倍: "倍",
  个工作日: "个工作日",
  工作日: "个工作日",
  人: "人",
  名: "人",
  次: "次",
  件: "件",
};
/** @type {Record<string, string[]>} */
const WRITTEN_UNITS = { 岁: ["周岁", "岁"], 日: ["日", "天"], 人: ["人", "名"] };
// 时 is the hour of the clock, and none in 时间 or 时效.
const UNIT = Object.keys(UNITS).sort((one, other) => other.length - one.length).join("|").replace("|时", "|时(?![间效限段])");
const UNIT_APART = "元|周岁|岁|分钟|小时|日|天|个月|年|个工作日";
const NUMERAL = "[零〇一二三四五六七八九十百千]+";
const CHINESE = "[两零〇一二三四五六七八九十百千]";
const NUMBER = new RegExp(
  "(?<![零〇一二三四五六七八九十百千两0-9a-z.第])(?:" +
    `(?<whole>[百千万])分之(?<parts>${NUMERAL})|(?<percent>[0-9]{1,3}(?:\\.[0-9]{1,2})?) ?%` +
    "|(?<year>[0-9]{4}|[零〇一二三四五六七八九]{4})年(?:(?<month>[0-9]{1,2})月(?:(?<day>[0-9]{1,2})日)?)?" +
    "|(?<onlyMonth>[0-9]{1,2})月(?<onlyDay>[0-9]{1,2})日" +
    "|(?<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\\.[0-9]{1,4})?)(?: ?(?<scale>[百千]?[万亿]|百|千))?" +
    `(?:(?<unit>${UNIT})| (?<apart>${UNIT_APART}))?` +
    `|(?<chinese>${CHINESE}+(?:[万亿]${CHINESE}*)*)(?<chineseUnit>${UNIT})?)(?![0-9])`,
  "gu",
);
/** @type {Record<string, number>} */
const SCALES = { "": 1, 百: 100, 千: 1000, 万: 1e4, 百万: 1e6, 千万: 1e7, 亿: 1e8, 百亿: 1e10, 千亿: 1e11 };
/** @type {Record<string, number>} */
const WHOLES = { 百: 100, 千: 10, 万: 1 };
/** @type {[number, string, string][]} */
const SIGNS = [[100, "%", "百"], [10, "‰", "千"], [1, "‱", "万"]];
const LARGEST = 1e15;

/**
 * The numbers with a unit, the large ones without, and the dates in a normalised query: what the index has of each, and
 * how texts may write it, its own form first.
 * @param {string} text
 * @returns {{start: number, end: number, token: string, forms: string[]}[]}
 */
export function quantities(text) {
  const found = [];
  // Most questions hold none, and the pattern takes long to compile.
  for (const match of /[0-9两零〇一二三四五六七八九十百千]/.test(text) ? text.matchAll(NUMBER) : []) {
    const read = readQuantity(/** @type {Record<string, string | undefined>} */ (match.groups ?? {}));
    if (!read) continue;
    const own = match[0];
    const forms = [...new Set([own, ...read.forms])];
    found.push({ start: match.index, end: match.index + own.length, token: read.token, forms });
  }
  return found;
}

/** @param {Record<string, string | undefined>} groups */
function readQuantity(groups) {
  const { whole, parts = "", percent, year, month, day, onlyMonth, onlyDay, chinese } = groups;
  const digits = groups.digits?.replaceAll(",", "");
  if (whole) return readShare(valueOf(parts) * WHOLES[whole]);
  if (percent) {
    const [units, decimals = ""] = percent.split(".");
    return readShare(Number(units) * 100 + Number(decimals.padEnd(2, "0")));
  }
  if (year) return readDate(year, month, day);
  if (onlyMonth) return readDate("", onlyMonth, onlyDay);
  const unit = UNITS[(digits ? (groups.unit ?? groups.apart) : groups.chineseUnit) ?? ""] ?? "";
  let value = "";
  if (digits) {
    const { scale = "" } = groups;
    if (!scale && !unit && (digits.includes(".") || Number(digits) < SCALES.万)) return null;
    value = scaled(digits, SCALES[scale]);
  } else {
    const count = counted(chinese ?? "");
    if (count && (unit || count >= SCALES.万)) value = `${count}`;
  }
  if (!value || value === "0") return null;
  const units = WRITTEN_UNITS[unit] ?? [unit];
  return { token: value + unit, forms: writtenOf(value).flatMap((number) => units.map((each) => number + each)) };
}

/**
 * 百分之五, 5%, 0.5%: in hundredths, thousandths or ten thousandths, whichever is whole.
 * @param {number} value in ten thousandths
 */
function readShare(value) {
  const sign = SIGNS.find(([size]) => value % size === 0);
  if (value < 1 || !sign || value / sign[0] >= 10_000) return null;
  const many = value / sign[0];
  const hundredths = `${Math.floor(value / 100)}.${`${value % 100}`.padStart(2, "0")}`.replace(/\.?0+$/, "");
  const percent = value % 100 ? hundredths : `${value / 100}`;
  return { token: `${many}${sign[1]}`, forms: [`${sign[2]}分之${toChinese(many)}`, `${percent}%`] };
}

/**
 * @param {string} year
 * @param {string | undefined} month
 * @param {string | undefined} day
 */
function readDate(year, month, day) {
  const digits = Array.from(year.replaceAll("〇", "零"), (char) => {
    const place = "零一二三四五六七八九".indexOf(char);
    return place < 0 ? char : `${place}`;
  });
  const [years, months] = [year && `${digits.join("")}年`, month ? `${Number(month)}月` : ""];
  const token = years + months + (day ? `${Number(day)}日` : "");
  return { token, forms: [token] };
}

/**
 * The value of digits times a scale, in digits; empty where it is too large.
 * @param {string} digits
 * @param {number} scale
 */
function scaled(digits, scale) {
  const [units, decimals = ""] = digits.split(".");
  const value = BigInt(units + decimals) * BigInt(scale);
  const size = 10n ** BigInt(decimals.length);
  if (value >= BigInt(LARGEST)) return "";
  const rest = value % size ? `.${`${value % size}`.padStart(decimals.length, "0").replace(/0+$/, "")}` : "";
  return `${value / size}${rest}`;
}

/**
 * The value of a Chinese number with 万 and 亿 in it; 0 where it is none.
 * @param {string} text
 */
function counted(text) {
  let total = 0;
  let rest = text.replaceAll("两", "二");
  for (const name of ["亿", "万", ""]) {
    const at = name ? rest.indexOf(name) : rest.length;
    if (at < 0) continue;
    const part = total ? rest.slice(0, at).replace(/^[零〇]+/, "") : rest.slice(0, at);
    const value = part ? valueOf(part) : 0;
    if ((part || name) && !value) return 0;
    total += value * SCALES[name];
    rest = rest.slice(at + 1);
  }
  return total < LARGEST ? total : 0;
}

/** @param {string} text */
const valueOf = (text) => Math.max(0, numeral(text));

/** 五千万, 5000万, 50000000. @param {string} value */
function writtenOf(value) {
  const number = Number(value);
  if (value.includes(".")) return [value];
  for (const [scale, name] of /** @type {[number, string][]} */ ([[1e8, "亿"], [1e4, "万"]])) {
    if (number % scale === 0 && number / scale < 10_000) {
      const many = number / scale;
      return [toChinese(many) + name, `${many}${name}`, value];
    }
  }
  if (number >= 10_000) return [value];
  return number === 2 ? [toChinese(number), value, "两"] : [toChinese(number), value];
}
