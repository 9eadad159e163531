/* enhance.js - improves pages that already work without it; adds nothing a page needs.
   data-key="Ctrl+Enter" presses or focuses its element; data-filter="ID" filters the items
   of a list while one types; data-bulk="NAME" shows a bar while boxes whose name begins so are
   ticked, with their number in its [data-count]; data-print prints. Below: large files in pieces. */
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

/* A large file goes in pieces as soon as it is chosen (/uploads), so that a broken line costs one
   piece; chosen again later, on any device of the account, it goes on where it stopped. Whole, a
   ticked box with its note stands in for it, as after a form with faults. Whatever cannot be done
   here is left to the form: the file is still in its field. */
(function () {
  'use strict';
  var doc = document, LARGE = 524288;
  if (!window.fetch || !window.DataTransfer || !window.crypto || !crypto.subtle) return;
  if (!doc.querySelector('form[action="/sign-out"]')) return;

  function fill(text, name, part, whole) {
    return text.replace('{0}', name).replace('{1}', Math.floor(100 * part / whole));
  }

  function ask(job, to, fields) {
    var body = fields.piece ? new FormData() : new URLSearchParams();
    fields._token = job.input.form.elements._token.value;
    for (var k in fields) body.append(k, fields[k]);
    return fetch(to, { method: 'POST', body: body, headers: { Accept: 'application/json' } }).then(function (r) {
      return r.json().then(function (answer) {
        if (r.ok) return answer;
        var first = answer.errors[0] || answer;
        throw { last: r.status < 500 && r.status !== 429 && first.code !== 'file.partial.elsewhere', text: first.detail };
      });
    });
  }

  function show(job, text, done) {
    if (!job.bar) {
      var box = doc.createElement('div'), row = doc.createElement('div');
      job.words = box.appendChild(doc.createElement('p'));
      job.words.className = 'hint';
      job.words.setAttribute('role', 'status');
      row.className = 'progress';
      box.appendChild(row);
      job.bar = row.appendChild(doc.createElement('progress'));
      job.bar.max = job.file.size;
      job.bar.setAttribute('aria-label', job.file.name);
      job.input.parentNode.insertBefore(box, job.input.nextSibling);
    }
    if (done !== undefined) job.bar.value = done;
    if (text !== job.words.textContent) job.words.textContent = text;
  }

  function go(job, s) {
    if (job.gone) throw { last: true };
    job.tries = 0;
    job.said = s.say;
    job.at = s.received;
    var tenth = s.received - s.received % (s.size / 10); /* not read out at each piece */
    show(job, fill(job.input.form.waiting ? s.say.wait : s.say.sending, job.file.name, tenth, s.size), s.received);
    if (s.note) return s;
    if (s.received === s.size) return ask(job, '/uploads/' + s.id + '/finish', { field: job.input.name }).then(function (t) {
      if (t.again && job.again++) throw { last: true };
      return t.again ? begin(job) : t;
    });
    return ask(job, '/uploads/' + s.id, { at: s.received, piece: job.file.slice(s.received, s.received + s.piece) })
      .then(function (t) { return go(job, t); });
  }
  function begin(job) {
    return ask(job, '/uploads', { name: job.file.name, size: job.file.size, sha: job.sha, field: job.input.name })
      .then(function (s) { return go(job, s); });
  }

  /* Seconds, doubled each time; at once when the line is back. */
  function pause(job) {
    return new Promise(function (done) {
      var timer = setTimeout(back, Math.min(30, Math.pow(2, job.tries++)) * 1000);
      function back() { clearTimeout(timer); window.removeEventListener('online', back); done(); }
      window.addEventListener('online', back);
    });
  }
  function persist(job) {
    return begin(job).catch(function (e) {
      if (e.last || job.gone) throw e;
      if (job.said) show(job, fill(job.said.waiting, job.file.name, job.at, job.file.size));
      return pause(job).then(function () { return persist(job); });
    });
  }

  function digest(file) {
    return file.arrayBuffer().then(function (b) { return crypto.subtle.digest('SHA-256', b); }).then(function (d) {
      return Array.prototype.map.call(new Uint8Array(d), function (x) { return (x + 256).toString(16).slice(1); }).join('');
    });
  }

  /* As the page draws a kept file: a choice, in a table (counter, scans) a line. */
  function ticked(job, s) {
    var dense = job.input.closest('td'), tick = doc.createElement('input');
    var box = doc.createElement(dense ? 'label' : 'div'), text = doc.createElement(dense ? 'span' : 'label');
    box.className = dense ? 'kept' : 'choice';
    if (dense) tick.className = 'pick';
    else text.htmlFor = job.input.id + '-sent-' + s.id;
    tick.id = job.input.id + '-sent-' + s.id;
    tick.type = 'checkbox';
    tick.name = job.input.name;
    tick.value = s.note;
    tick.checked = true;
    text.textContent = dense ? s.name : s.label;
    box.appendChild(tick);
    box.appendChild(text);
    return box;
  }
  function stand_in(job, s) {
    var rest = new DataTransfer(), input = job.input, box = ticked(job, s);
    Array.prototype.forEach.call(input.files, function (f) { if (f !== job.file) rest.items.add(f); });
    input.files = rest.files;
    if (!input.multiple) input.parentNode.querySelectorAll('.choice, .kept').forEach(function (old) { old.remove(); });
    if (!doc.getElementById(box.firstChild.id)) input.parentNode.insertBefore(box, input);
    show(job, fill(s.say.done, job.file.name));
    job.bar.parentNode.remove();
  }

  function end(job) {
    var form = job.input.form;
    form.sending -= 1;
    if (form.sending || !form.waiting) return;
    form.waiting = false;
    form.requestSubmit(form.pressed);
  }

  function start(input, file) {
    var job = { input: input, file: file, tries: 0, again: 0, at: 0 };
    input.form.sending = (input.form.sending || 0) + 1;
    digest(file).then(function (sha) { job.sha = sha; return persist(job); }).then(function (s) { stand_in(job, s); }, function (e) {
      if (job.bar) job.bar.parentNode.parentNode.remove();
      job.bar = null;
      if (job.gone || !e.text) return;
      show(job, e.text);
      job.bar.remove();
    }).then(function () { end(job); });
    return job;
  }

  doc.addEventListener('change', function (e) {
    var input = e.target;
    if (input.type !== 'file' || !input.form || !input.form.elements._token) return;
    (input.jobs || []).forEach(function (job) { job.gone = true; });
    input.jobs = Array.prototype.filter.call(input.files, function (f) { return f.size > LARGE; })
      .map(function (f) { return start(input, f); });
  });

  doc.addEventListener('submit', function (e) {
    var form = e.target, job;
    if (!form.sending || form.waiting) return;
    Array.prototype.forEach.call(form.elements, function (x) { (x.jobs || []).forEach(function (j) { if (j.said) job = j; }); });
    if (!job) return;
    e.preventDefault();
    form.waiting = true;
    form.pressed = e.submitter;
    show(job, job.said.wait);
  });

  /* Begun on another device: said beside the field. */
  var field = doc.querySelector('body.question input[type=file]');
  if (field) fetch('/uploads').then(function (r) { return r.json(); }).then(function (list) {
    (list.items || []).forEach(function (s) {
      var p = doc.createElement('p');
      p.className = 'hint';
      p.textContent = fill(list.text, s.name, s.received, s.size);
      field.parentNode.insertBefore(p, field);
    });
  }).catch(function () {});
})();

/* form[data-typed]: each field is saved while one types, to the address of that name, with what
   stood in it before. What could not be saved lies in this tab (sessionStorage) until it is. */
(function () {
  'use strict';
  var doc = document, form = doc.querySelector('form[data-typed]'), box = window.sessionStorage, key = 'typed:' + location.pathname;
  if (!window.fetch || !box) return;
  if (!doc.querySelector('form[action="/sign-out"]')) { /* somebody else may be next */
    Object.keys(box).forEach(function (k) { if (!k.indexOf('typed:')) box.removeItem(k); });
    return;
  }
  if (!form) return;
  /* kept: as typed here; base: as stored there */
  var set = form.dataset, kept = {}, base = {}, told = {}, busy = false, timer = 0, wait = 1, line = doc.createElement('p');
  line.className = 'small muted';
  line.setAttribute('role', 'status');
  form.appendChild(line);

  function say(text) { if (line.textContent !== text) line.textContent = text; }
  function each(fn) {
    Array.prototype.forEach.call(form.elements, function (x) {
      if (x.name && x.name[0] !== '_' && !/^(hidden|file|submit|button)$/.test(x.type) && x.tagName !== 'BUTTON') fn(x);
    });
  }
  /* Values by name, as they stand or as the page came: ticked ones, or the text. */
  function values(came) {
    var all = {};
    each(function (x) {
      var list = all[x.name] = all[x.name] || [];
      if (/^(radio|checkbox)$/.test(x.type)) { if (came ? x.defaultChecked : x.checked) list.push(x.value); }
      else if (x.options && came) Array.prototype.forEach.call(x.options, function (o) { if (o.defaultSelected) list.push(o.value); });
      else list.push(came ? x.defaultValue : x.value);
    });
    for (var k in all) all[k] = all[k].join('|').trim();
    return all;
  }
  function open() {
    var now = values(false), list = {};
    for (var k in now) if (now[k] !== (kept[k] || '') && now[k] !== told[k]) list[k] = now[k];
    return list;
  }
  function note(list, sent) {
    if (Object.keys(list).length) box.setItem(key, JSON.stringify({ list: list, sent: sent }));
    else box.removeItem(key);
  }

  function conflict(c, value) {
    var x = form.querySelector('[name="' + c.name + '"]'), id = x.id + '-typed', p = doc.getElementById(id);
    if (!p) {
      p = doc.createElement('p');
      p.id = id;
      p.className = 'error';
      p.setAttribute('role', 'alert');
      (x.closest('.field') || form).appendChild(p);
    }
    p.textContent = c.text;
    told[c.name] = value;
  }
  function saved(list, answer) {
    answer.conflicts.forEach(function (c) { conflict(c, list[c.name]); });
    for (var k in list) if (told[k] !== list[k]) kept[k] = list[k];
    answer.now.forEach(function (x) { base[x.name] = x.text; });
    if (!answer.conflicts.length) say(answer.saved);
    note(open());
  }

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(save, seconds * 1000);
  }
  function save(leaving) {
    var list = open(), body = new URLSearchParams();
    clearTimeout(timer);
    if (!Object.keys(list).length) return;
    if (busy) return later(1);
    body.append('_token', form.elements._token.value);
    body.append('question', set.question);
    if ('fresh' in set) body.append('compare', '1');
    for (var k in list) {
      body.append('n', k);
      list[k].split('|').forEach(function (v) { body.append('v_' + k, v); });
      body.append('b_' + k, base[k] || '');
    }
    busy = true;
    fetch(set.typed, { method: 'POST', body: body, headers: { Accept: 'application/json' }, keepalive: leaving === true })
      .then(function (r) {
        return r.json().then(function (answer) {
          var first = r.ok || answer.errors[0] || answer;
          if (r.ok) saved(list, answer);
          else if (r.status >= 500 || first.code === 'filing.changed') throw first;
          else say(first.detail);
          wait = 1;
        });
      }).catch(function (e) {
        say(e.detail || set.offline);
        later(wait = Math.min(30, wait * 2));
      }).then(function () { busy = false; });
  }

  var last = box.getItem(key), go = performance.getEntriesByType('navigation')[0];
  if ('fresh' in set) { kept = values(true); base = values(true); }
  if (last) {
    last = JSON.parse(last);
    box.removeItem(key);
    /* A form that was sent said it all, unless it never arrived and one went back. */
    if (!last.sent || (go && go.type === 'back_forward')) each(function (x) {
      var v = last.list[x.name];
      if (v === undefined) return;
      if (/^(radio|checkbox)$/.test(x.type)) x.checked = v.split('|').indexOf(x.value) >= 0;
      else x.value = v;
    });
    note(open());
    save();
  }
  form.addEventListener('input', function () { note(open()); later(1); });
  window.addEventListener('online', function () { save(); });
  doc.addEventListener('visibilitychange', function () { if (doc.visibilityState === 'hidden') save(true); });
  form.addEventListener('submit', function (e) {
    clearTimeout(timer);
    if (navigator.onLine === false) { e.preventDefault(); say(set.offline); } else note(open(), true);
  });
})();
