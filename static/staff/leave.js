// Signing out on a shared machine takes the texts that were kept in this browser along.

document.querySelector("#user-tools form")?.addEventListener("submit", () => {
  Object.keys(localStorage).filter((name) => name.startsWith("bai:")).forEach((name) => localStorage.removeItem(name));
});
