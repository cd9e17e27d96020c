// "Kopiér tabel": puts the table on the clipboard as simple HTML and as text with tabs, so that it pastes as a table
// into Word, Outlook, Excel and the case systems. Both are made by the program (kpi/papers/clipboard.py).
(function () {
  "use strict";
  var COPIED = "Tabellen er kopieret. Sæt den ind med Ctrl+V.";
  var NOT_COPIED = "Tabellen kunne ikke kopieres. Markér den, og kopiér med Ctrl+C.";

  function fetched(address, type) {
    return fetch(address)
      .then(function (answer) {
        if (!answer.ok) throw new Error(address);
        return answer.text();
      })
      .then(function (text) { return new Blob([text], { type: type }); });
  }

  // The item is made at once, with its contents to follow: a browser lets only a click write to the clipboard.
  function copy(button) {
    return navigator.clipboard.write([new ClipboardItem({
      "text/html": fetched(button.dataset.copyHtml, "text/html"),
      "text/plain": fetched(button.dataset.copyText, "text/plain")
    })]);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var told = button.parentElement.querySelector("[role=status]");
    told.textContent = "";
    Promise.resolve()
      .then(function () { return copy(button); })
      .then(function () { told.textContent = COPIED; }, function () { told.textContent = NOT_COPIED; });
  });
})();
