/* enhance.js - improves pages that already work without it; adds nothing a page needs.
   data-key="Ctrl+Enter" presses or focuses its element; data-filter="ID" filters the items
   of a list while one types; data-bulk="NAME" shows a bar while boxes whose name begins so are
   ticked, with their number in its [data-count]; data-print prints. */
(function () {
  'use strict';
  var doc = document;

  function fold(s) {
    return s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
  }

  /* The summary of errors is read first. */
  var errors = doc.getElementById('errors');
  if (errors) errors.focus();

  function combo(e) {
    var key = e.key.length === 1 ? e.key.toUpperCase() : e.key;
    return (e.ctrlKey ? 'Ctrl+' : '') + (e.altKey ? 'Alt+' : '') + key;
  }
  doc.addEventListener('keydown', function (e) {
    if (e.key === 'Escape') closeMenus(null);
    if (!e.ctrlKey && !e.altKey && !/^F\d+$/.test(e.key)) return;
    var all = doc.querySelectorAll('[data-key]'), want = combo(e);
    for (var i = 0; i < all.length; i++) {
      if (all[i].getAttribute('data-key') !== want || all[i].disabled) continue;
      e.preventDefault();
      if (/^(A|BUTTON|SUMMARY)$/.test(all[i].tagName)) all[i].click();
      else { all[i].focus(); if (all[i].select) all[i].select(); }
      return;
    }
  });

  /* An open menu closes when one goes elsewhere. */
  function closeMenus(but) {
    doc.querySelectorAll('details.user[open]').forEach(function (d) {
      if (but && d.contains(but)) return;
      if (!but && d.contains(doc.activeElement)) d.querySelector('summary').focus();
      d.open = false;
    });
  }
  doc.addEventListener('click', function (e) {
    closeMenus(e.target);
    var print = e.target.closest && e.target.closest('[data-print]');
    if (print) { e.preventDefault(); window.print(); }
  });

  doc.addEventListener('input', function (e) {
    var id = e.target.getAttribute('data-filter'), list = id && doc.getElementById(id);
    if (!list) return;
    var words = fold(e.target.value).split(/\s+/);
    Array.prototype.forEach.call(list.children, function (item) {
      var text = fold(item.textContent);
      item.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; });
    });
  });

  function bulk() {
    doc.querySelectorAll('[data-bulk]').forEach(function (bar) {
      var n = doc.querySelectorAll('input[name^="' + bar.getAttribute('data-bulk') + '"]:checked').length;
      var count = bar.querySelector('[data-count]');
      bar.hidden = n === 0;
      if (count) count.textContent = n;
    });
  }
  doc.addEventListener('change', bulk);
  window.addEventListener('pageshow', bulk);
})();
