// Stars: what one has, the sheet that pays an invoice, and the one that sets the balance.

const $ = (id) => document.getElementById(id);
export const inStars = (count) => `⭐ ${count.toLocaleString("en")}`;

export class Stars {
  // `act` has: charge(message), setStars(count), fault(name), tell(text).
  constructor(act) {
    this.act = act;
    $("stars").onclick = () => this.openOwn();
    $("stars-form").onsubmit = (event) => (event.preventDefault(), this.save());
    $("pay-confirm").onclick = () => this.confirm();
    for (const fault of document.querySelectorAll("[data-fault]")) fault.onclick = () => this.tryFault(fault.dataset.fault);
    for (const close of document.querySelectorAll(".sheet .close")) close.onclick = () => close.closest("dialog").close();
  }

  show(count) {
    this.own = count;
    $("stars").textContent = $("pay-own").textContent = inStars(count);
    $("stars").ariaLabel = `Your Stars: ${count}`;
  }

  openOwn() {
    $("stars-count").value = this.own;
    $("stars-sheet").showModal();
    $("stars-count").select();
  }

  tryFault(name) {
    $("stars-sheet").close();
    this.act.fault(name);
  }

  async save() {
    await this.act.setStars(Number($("stars-count").value));
    $("stars-sheet").close();
  }

  open(message, seller) {
    const { title, total_amount: total } = message.invoice;
    this.message = message;
    $("pay-question").textContent = `Do you want to buy “${title}” from ${seller} for ${inStars(total)}?`;
    $("pay-confirm").textContent = `Confirm and pay ${inStars(total)}`;
    this.wait(false);
    this.complain("");
    $("pay").showModal();
  }

  async confirm() {
    const { message } = this;
    this.wait(true);
    this.complain("");
    const end = await this.act.charge(message).catch((error) => ({ error: error.message }));
    if (message !== this.message) return; // another invoice was opened meanwhile
    this.wait(false);
    if (end.paid) $("pay").close();
    else if ($("pay").open) this.complain(end.error);
    else this.act.tell(end.error);
  }

  wait(waits) {
    $("pay-confirm").disabled = waits;
    $("pay-confirm").classList.toggle("waiting", waits);
  }

  complain(text) {
    $("pay-error").textContent = text;
    $("pay-error").hidden = !text;
  }
}
