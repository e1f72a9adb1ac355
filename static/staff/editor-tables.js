// Tables keep the headers they were given when rows and columns are added: the editor itself copies
// the cell one stands in, so that a column beside the headers would become headers too.

const INSERTS = ["rowInsertBefore", "rowInsertAfter", "columnInsertBefore", "columnInsertAfter"];
const { CKEDITOR } = window;

const tableAt = (editor) => editor.elementPath()?.contains("table", 1)?.$;
const bodyRows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);
const headRows = (table) => table.tHead?.rows.length ?? 0;

function headersOf(row) {
  const cells = [...row.cells];
  const first = cells.findIndex((cell) => cell.tagName !== "TH");
  return first < 0 ? cells.length : first;
}

function measure(table) {
  return { head: headRows(table), side: Math.max(0, ...bodyRows(table).map(headersOf)) };
}

function become(cell, name, scope) {
  const element = new CKEDITOR.dom.element(cell);
  if (element.getName() !== name) element.renameNode(name);
  if (scope) element.setAttribute("scope", scope);
  else element.removeAttribute("scope");
}

function demoteCells(table, side) {
  for (const row of bodyRows(table)) {
    [...row.cells].slice(side, headersOf(row)).forEach((cell) => become(cell, "td", ""));
  }
}

// A row added below the headers is the first row of the table's body.
function demoteRow(editor, table, side) {
  const row = table.tHead.rows[table.tHead.rows.length - 1];
  (table.tBodies[0] ?? table.createTBody()).prepend(row);
  [...row.cells].forEach((cell, at) => become(cell, at < side ? "th" : "td", at < side ? "row" : ""));
  const range = editor.createRange();
  range.moveToElementEditStart(new CKEDITOR.dom.element(row.cells[0]));
  range.select();
}

function watch(editor) {
  let before = null;
  editor.on("beforeCommandExec", ({ data }) => {
    const table = INSERTS.includes(data.name) ? tableAt(editor) : null;
    before = table ? { table, ...measure(table) } : null;
  });
  editor.on("afterCommandExec", ({ data }) => {
    if (!before || !INSERTS.includes(data.name)) return;
    const { table, head, side } = before;
    const isBelow = data.name === "rowInsertAfter" && head > 0 && headRows(table) > head;
    if (data.name.startsWith("column")) demoteCells(table, side);
    if (isBelow) demoteRow(editor, table, side);
    editor.fire("saveSnapshot");
  });
}

CKEDITOR.on("instanceCreated", ({ editor }) => watch(editor));
