// Sends files, one request each and two at a time; a file that is refused stops no other.

const AT_ONCE = 2;
const WAITING = "Đang chờ";
const CHECKING = "Đang kiểm tra và lưu…";
const BUSY = "Máy chủ đang xử lý tệp khác. Tệp này được gửi lại sau ít giây.";
const MOST_TRIES = 40;
const LONGEST_PAUSE = 8;
const BROKEN = "Máy chủ gặp lỗi với tệp này. Hãy bấm Thử lại; nếu vẫn lỗi, hãy báo quản trị hệ thống.";
export const LOST = "Mất kết nối. Hãy kiểm tra mạng rồi bấm Thử lại.";
export const SIGNED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập ở một thẻ khác, rồi tải lại trang này.";
// What an answer that is no JSON means: the sign-in page, or a refused token.
const REASONS = { 200: SIGNED_OUT, 403: SIGNED_OUT };

export const part = (row, name) => row.querySelector(`[data-${name}]`);
export const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// Only Files, never a text that is dragged within the page.
export function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

// `place` says in its data how large a file may be; `tell(row, state, sentence)` shows how it goes;
// `receive(row, response, status)` takes an answer that is no refusal; `rest()` when all is sent.
export function makeSender({ place, tell, receive, rest = () => {} }) {
  const waiting = [];
  let sending = 0;
  let delayed = 0;

  function enqueue(row, file, address = place.dataset.address) {
    if (file.size > Number(place.dataset.most)) return tell(row, "refused", place.dataset.tooLarge);
    tell(row, "waiting", WAITING);
    waiting.push([row, file, address]);
    next();
  }

  // The server takes a few files at a time, so that readers do not wait for them.
  function again(row, file, address, request) {
    const tries = Number(row.dataset.tries ?? 0) + 1;
    if (tries > MOST_TRIES) return false;
    // Longer each time, and by lot: whoever was refused together must not come back together.
    const pause = Math.min(tries, LONGEST_PAUSE) * (0.5 + Math.random());
    const seconds = Number(request.getResponseHeader("Retry-After")) * pause;
    row.dataset.tries = tries;
    tell(row, "waiting", BUSY);
    delayed += 1;
    setTimeout(() => {
      delayed -= 1;
      enqueue(row, file, address);
    }, seconds * 1000);
    return true;
  }

  function next() {
    while (sending < AT_ONCE && waiting.length) send(...waiting.shift());
  }

  function send(row, file, address) {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("upload", file, file.name);
    sending += 1;
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => showProgress(row, event));
    request.addEventListener("loadend", () => finish(row, file, address, request));
    tell(row, "sending", "Đang gửi");
    request.send(data);
  }

  function showProgress(row, { loaded, total }) {
    const percent = total ? Math.round((loaded / total) * 100) : 0;
    part(row, "progress").value = percent;
    part(row, "told").textContent = percent < 100 ? `Đang gửi ${percent}%` : CHECKING;
  }

  function finish(row, file, address, request) {
    const { status, response } = request;
    sending -= 1;
    if (status === 503 && again(row, file, address, request)) return next();
    if (response?.error) tell(row, status < 500 ? "refused" : "lost", response.error);
    else if (response) receive(row, response, status);
    else if (status === 413) tell(row, "refused", place.dataset.tooLarge);
    else tell(row, "lost", REASONS[status] ?? (status ? BROKEN : LOST));
    next();
    if (!sending && !delayed) rest();
  }

  return { enqueue, isBusy: () => sending + delayed + waiting.length > 0 };
}

// For small questions: { answer } of the server, or { broken } in a sentence.
export async function post(address, body) {
  try {
    const reply = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    const isJson = reply.headers.get("Content-Type")?.includes("json");
    return isJson ? { answer: await reply.json() } : { broken: SIGNED_OUT };
  } catch {
    return { broken: LOST };
  }
}
