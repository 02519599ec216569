// The sheet that changes the language of a person's Telegram.

const $ = (id) => document.getElementById(id);

// `act` has: setLanguage(code), which tells whether it was saved.
export class Languages {
  constructor(act) {
    this.act = act;
    $("language-form").onsubmit = (event) => (event.preventDefault(), this.save());
  }

  open(code) {
    $("language").value = code;
    $("language-sheet").showModal();
  }

  async save() {
    await this.act.setLanguage($("language").value);
    $("language-sheet").close();
  }
}
