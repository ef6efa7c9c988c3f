/** The attributes and the nesting of Gmail's compose box, with a quoted message under the caret. */
export function start(root) {
  root.innerHTML = `<table><tbody><tr><td><div><div class="Ar Au"><div class="Am aiL Al editable LW-avf tS-tW"
    hidefocus="true" aria-label="Message body" g_editable="true" role="textbox" aria-multiline="true"
    contenteditable="true" spellcheck="false" tabindex="1"><div dir="ltr"><br></div><div class="gmail_quote"><div
    class="gmail_attr">On Monday Ann wrote:<br></div><blockquote>what somebody else wrote</blockquote></div></div></div></div></td></tr></tbody></table>`;
  const box = root.querySelector('[contenteditable]');
  return {
    focus() {
      box.focus();
      getSelection().setPosition(box.firstChild, 0);
    },
    clear() {
      box.innerHTML = '<div dir="ltr"><br></div>';
    },
  };
}
