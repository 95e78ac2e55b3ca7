// Titles of laws as they are cited.

/**
 * 《个人信息保护法》; marks in a title become 〈〉: 《关于修改〈网络安全法〉的决定》 (GB/T 15834—2011, 4.15).
 * @param {string} title
 */
export const titled = (title) => `《${title.replaceAll("《", "〈").replaceAll("》", "〉")}》`;
