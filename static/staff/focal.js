// The focal point of a picture: set by a click on it or by two sliders, with the crops it makes.
// The same sum as in news/media/renditions.py (crop_box), so that the preview tells the truth.

const stage = document.querySelector("[data-stage]");
const mark = stage?.querySelector("[data-mark]");
const crops = document.querySelector("[data-crops]");
const across = document.getElementById("id_focal_x");
const down = document.getElementById("id_focal_y");

const between = (value, low, high) => Math.min(Math.max(value, low), high);

// Where a part of a length begins, as the percentage that object-position means by it.
function position(length, part, focal) {
  const spare = length - part;
  return spare > 0.5 ? (between(focal * length - part / 2, 0, spare) / spare) * 100 : 50;
}

function crop(picture) {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const ratio = picture.clientWidth / picture.clientHeight;
  const x = position(width, Math.min(width, height * ratio), Number(across.value));
  const y = position(height, Math.min(height, width / ratio), Number(down.value));
  picture.style.objectPosition = `${x}% ${y}%`;
}

function draw() {
  mark.style.left = `${across.value * 100}%`;
  mark.style.top = `${down.value * 100}%`;
  for (const [slider, words] of [[across, "từ trái sang"], [down, "từ trên xuống"]]) {
    slider.setAttribute("aria-valuetext", `${Math.round(slider.value * 100)}% ${words}`);
  }
  crops.querySelectorAll("[data-crop]").forEach((picture) => picture.naturalWidth && crop(picture));
}

function aim(event) {
  const box = stage.querySelector("img").getBoundingClientRect();
  across.value = between((event.clientX - box.left) / box.width, 0, 1);
  down.value = between((event.clientY - box.top) / box.height, 0, 1);
  draw();
}

function start() {
  mark.hidden = false;
  crops.hidden = false;
  stage.classList.add("stage-aimed");
  stage.addEventListener("click", aim);
  across.addEventListener("input", draw);
  down.addEventListener("input", draw);
  crops.querySelectorAll("[data-crop]").forEach((picture) => picture.addEventListener("load", draw));
  draw();
}

// A decorative picture has no description.
const decorative = document.getElementById("id_decorative");
const alt = document.getElementById("id_alt");
function followDecorative() {
  alt.disabled = decorative.checked;
}

if (stage && across && down) start();
decorative?.addEventListener("change", followDecorative);
if (decorative) followDecorative();
