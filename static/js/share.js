// Handing an article on: its address copied, or given to whatever the device shares with.

const copy = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");
const handOn = document.querySelector("[data-hand-on]");

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      said.textContent = "Đã chép liên kết.";
    } catch {
      said.textContent = `Trình duyệt không cho chép. Địa chỉ của bài: ${copy.dataset.copy}`;
    }
  });
}

if (handOn && navigator.share) {
  handOn.hidden = false;
  handOn.addEventListener("click", async () => {
    try {
      await navigator.share({ title: document.title, url: copy.dataset.copy });
    } catch (error) {
      // Closing the device's own list is no fault.
      if (error.name !== "AbortError") said.textContent = "Thiết bị không chia sẻ được.";
    }
  });
}
