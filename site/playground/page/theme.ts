/** Before anything is drawn: the appearance that the reader chose on the site, else that of the system. */
const chosen = ((): string | null => {
  try {
    return localStorage.getItem("vitepress-theme-appearance");
  } catch {
    return null;
  }
})();
const isDark =
  chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
