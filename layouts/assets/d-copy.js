// "Kopiér tabel": puts the table on the clipboard as simple HTML and as text with tabs, so that it pastes as a table
// into Word, Outlook, Excel and the case systems. Spoken words, curves and links stay behind.
(function () {
  "use strict";
  var LINE = "border:1px solid #a3acb5;padding:2pt 6pt;";

  function textOf(cell) {
    var copy = cell.cloneNode(true);
    copy.querySelectorAll(".spoken, svg, .word").forEach(function (part) { part.remove(); });
    copy.querySelectorAll(".quiet").forEach(function (part) { part.prepend(" "); });
    copy.querySelectorAll(".slot").forEach(function (part) { part.prepend(" "); });
    return copy.textContent.replace(/[\ufe0e\u2060]/g, "").replace(/\s+/g, " ").trim();
  }

  function rowsOf(table) {
    return Array.from(table.rows).map(function (row) {
      return Array.from(row.cells).filter(function (cell) { return !cell.matches(".graphic"); });
    });
  }

  function asText(table) {
    var lines = rowsOf(table).map(function (cells) { return cells.map(textOf).join("\t"); });
    return [textOf(table.caption)].concat(lines).join("\r\n") + "\r\n";
  }

  function element(name, text, style) {
    var made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.setAttribute("style", style);
    return made;
  }

  function asHtml(table) {
    var copy = element("table", undefined, "border-collapse:collapse;font-family:Arial,sans-serif;font-size:10pt;");
    copy.append(element("caption", textOf(table.caption), "text-align:left;font-weight:bold;"));
    rowsOf(table).forEach(function (cells) {
      var row = element("tr");
      cells.forEach(function (cell) {
        var side = cell.matches(".number, .wide") ? "text-align:right;" : "text-align:left;";
        var made = element(cell.matches("thead th") ? "th" : cell.localName, textOf(cell), LINE + side);
        if (cell.scope) made.setAttribute("scope", cell.scope);
        row.append(made);
      });
      copy.append(row);
    });
    return '<html lang="da"><body>' + copy.outerHTML + "</body></html>";
  }

  function byHand(html, text) {
    var done = false;
    function give(event) {
      event.preventDefault();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
      done = true;
    }
    document.addEventListener("copy", give);
    document.execCommand("copy");
    document.removeEventListener("copy", give);
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function copied(html, text) {
    if (!navigator.clipboard || !window.ClipboardItem) return byHand(html, text);
    var item = new ClipboardItem({
      "text/html": new Blob([html], { type: "text/html" }),
      "text/plain": new Blob([text], { type: "text/plain" })
    });
    return navigator.clipboard.write([item]).catch(function () { return byHand(html, text); });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var table = document.getElementById(button.dataset.copy);
    var told = button.parentElement.querySelector("[role=status]");
    told.textContent = "";
    copied(asHtml(table), asText(table)).then(
      function () { told.textContent = "Tabellen er kopieret. Sæt den ind med Ctrl+V."; },
      function () { told.textContent = "Tabellen kunne ikke kopieres. Markér den, og kopiér med Ctrl+C."; }
    );
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
