// Wake up: read the data blocks, then draw everything that depends on the reader's choices.

potay.start = function (map) {
  potay.load();
  potay.prepareSigns();
  potay.makeMap(map);
  potay.draws.push(potay.refresh, potay.drawHead, potay.drawSupposed, potay.drawChoices,
    potay.drawCounts, potay.drawCorridors, potay.drawPeople, potay.drawNotes, potay.drawLayers, potay.drawLegend,
    potay.drawTime, potay.drawLabels, potay.drawChanges, potay.drawStrips, potay.drawTables,
    potay.drawFoot, potay.drawAsk, potay.drawSupposedMarks);
  potay.redraw();
  potay.fit();
  potay.listenToMap();
  potay.drawRelief();
  map.on("moveend", potay.drawLabels);
  window.addEventListener("resize", potay.fit);
  window.addEventListener("beforeprint", potay.fit);
  const legend = potay.byId("legend");
  legend.open = window.innerWidth > 1500;
  L.DomEvent.disableClickPropagation(legend);
  L.DomEvent.disableScrollPropagation(legend);
  document.body.classList.add("ready");
};

// The sheet fills what the head leaves of the window, so that answer and map are seen at once.
potay.fit = function () {
  const top = document.querySelector(".sheet").offsetTop;
  document.documentElement.style.setProperty("--top", top + "px");
  potay.map.invalidateSize({ animate: false });
};
