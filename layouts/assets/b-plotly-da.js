// Danish for plotly's charts: plotly itself has no Danish dictionary. Every text that the basic bundle can show in a
// chart of axes is here. Loaded after a-plotly-basic.min.js (assets load by name); works before it as well.
(function () {
  "use strict";
  var danish = {
    moduleType: "locale",
    name: "da",
    dictionary: {
      "Autoscale": "Autoskalér",
      "Box Select": "Vælg med ramme",
      "Click to enter Colorscale title": "Klik for at skrive farveskalaens titel",
      "Click to enter Plot subtitle": "Klik for at skrive figurens undertitel",
      "Click to enter Plot title": "Klik for at skrive figurens titel",
      "Click to enter X axis title": "Klik for at skrive x-aksens titel",
      "Click to enter Y axis title": "Klik for at skrive y-aksens titel",
      "Compare data on hover": "Sammenlign værdier under markøren",
      "Double-click on legend to isolate one trace": "Dobbeltklik i forklaringen for at vise én serie alene",
      "Double-click to zoom back out": "Dobbeltklik for at zoome ud igen",
      "Download plot": "Hent figuren",
      "Download plot as a PNG": "Hent figuren som PNG",
      "Download plot as JSON": "Hent figuren som JSON",
      "Draw circle": "Tegn cirkel",
      "Draw closed freeform": "Tegn lukket frihåndsfigur",
      "Draw line": "Tegn linje",
      "Draw open freeform": "Tegn åben frihåndsfigur",
      "Draw rectangle": "Tegn rektangel",
      "Erase active shape": "Slet den valgte form",
      "Image download succeeded": "Figuren er hentet",
      "JSON download succeeded": "JSON-filen er hentet",
      "Lasso Select": "Vælg med lasso",
      "Pan": "Panorér",
      "Preparing image - this may take a few seconds": "Figuren gøres klar – det kan tage nogle sekunder",
      "Produced with Plotly.js": "Lavet med Plotly.js",
      "Reset": "Nulstil",
      "Reset axes": "Nulstil akser",
      "Reset view": "Nulstil visning",
      "Reset views": "Nulstil visninger",
      "Share chart...": "Del figuren …",
      "Show closest data on hover": "Vis den nærmeste værdi under markøren",
      "Sorry, there was a problem downloading your JSON file!": "JSON-filen kunne ikke hentes.",
      "Sorry, there was a problem downloading your image!": "Figuren kunne ikke hentes.",
      "Toggle Spike Lines": "Hjælpelinjer til/fra",
      "Toggle show closest data on hover": "Nærmeste værdi under markøren til/fra",
      "Zoom": "Zoom",
      "Zoom in": "Zoom ind",
      "Zoom out": "Zoom ud",
      "new text": "ny tekst",
      "trace": "serie"
    },
    format: {
      days: ["Søndag", "Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag"],
      shortDays: ["søn", "man", "tir", "ons", "tor", "fre", "lør"],
      months: ["Januar", "Februar", "Marts", "April", "Maj", "Juni",
        "Juli", "August", "September", "Oktober", "November", "December"],
      shortMonths: ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
      periods: ["", ""],
      dateTime: "%a %-d. %b %Y %X",
      date: "%d-%m-%Y",
      time: "%H:%M:%S",
      decimal: ",",
      thousands: ".",
      grouping: [3],
      currency: ["", " kr."],
      year: "%Y",
      month: "%b %Y",
      dayMonth: "%-d. %b",
      dayMonthYear: "%-d. %b %Y"
    }
  };
  if (typeof Plotly === "undefined") {
    (window.PlotlyLocales = window.PlotlyLocales || []).push(danish);
  } else {
    Plotly.register(danish);
  }
})();
