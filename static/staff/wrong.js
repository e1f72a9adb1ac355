// A form that came back refused: the first field that is wrong has the focus, so that its complaint
// is read out and the next key goes there.

document.querySelector(":is(.narrow, .account-form, .factors) [aria-invalid='true']")?.focus();
