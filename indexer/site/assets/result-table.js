// Results as a table for spreadsheets (CSV, RFC 4180).

import { citation } from "./search-results.js";

/** @typedef {import("./search-results.js").Result} Result */

const HEAD = ["法规", "条款", "章节", "位阶", "效力", "相符", "摘录", "引用", "网址"];

/**
 * @param {Result[]} results
 * @param {string} root absolute address of the site's root
 */
export function tableOf(results, root) {
  const rows = results.map((result) => [
    result.law,
    result.label + result.place,
    result.path.join(" › "),
    result.kind,
    result.standing,
    result.exact ? "全部" : "部分",
    result.snippet.map(([text]) => text).join(""),
    citation(result),
    new URL(result.url, root).href,
  ]);
  const lines = [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`);
  // The mark at the start tells spreadsheets that this is UTF-8.
  return `\ufeff${lines.join("")}`;
}

/**
 * A cell; what a spreadsheet would take for a formula is made text.
 * @param {string} text
 */
function cell(text) {
  const safe = /^[=+\-@＝＋－＠\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/**
 * Give a text to the reader as a file.
 * @param {string} text
 * @param {string} name
 */
export function saveAs(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\\/:*?"<>|\s]+/gu, " ").trim();
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
