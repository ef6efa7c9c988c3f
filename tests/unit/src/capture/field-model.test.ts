import { describe, expect, it } from 'vitest';
import { announcementOf, announcementOfKey } from '../../../../src/capture/announcement.ts';
import { FieldModel } from '../../../../src/capture/field-model.ts';
import { EditedField } from './edited-field.ts';

describe('an announcement', () => {
  const place = { start: 1, end: 2, breaks: 0 };
  it.each([
    ['insertText', 'a', 'insertion'],
    ['insertFromComposition', 'a', 'insertion'],
    ['insertLineBreak', null, 'insertion'],
    ['insertParagraph', null, 'insertion'],
    ['insertCompositionText', 'a', 'composition'],
    ['insertCompositionText', '', 'composition'],
    ['insertCompositionText', null, 'composition'],
    ['insertReplacementText', 'a', 'correction'],
    ['deleteContentBackward', null, 'deletion'],
    ['deleteByCut', null, 'deletion'],
    ['historyUndo', null, 'history'],
    ['historyRedo', null, 'history'],
    ['insertText', null, 'other'],
    ['insertText', '', 'other'],
    ['insertReplacementText', null, 'other'],
    ['insertFromPaste', 'a', 'other'],
    ['insertFromDrop', 'a', 'other'],
    ['insertFromYank', 'a', 'other'],
    ['insertSomethingNew', 'a', 'other'],
    ['formatBold', null, 'other'],
    ['', 'a', 'other'],
  ])('by %s with %j is %s', (type, data, kind) => expect(announcementOf(type, data, place).kind).toBe(kind));

  it('holds what comes and where', () => {
    expect(announcementOf('insertText', 'a', place)).toEqual({ kind: 'insertion', data: 'a', ...place });
    expect(announcementOf('insertParagraph', null, place)).toEqual({ kind: 'insertion', data: '\n', ...place });
    expect(announcementOf('insertCompositionText', null, place)).toEqual({ kind: 'composition', data: '', ...place });
    expect(announcementOf('insertReplacementText', 'the', place)).toEqual({
      kind: 'correction',
      data: 'the',
      ...place,
    });
  });

  it.each(['insertText', 'insertCompositionText', 'insertReplacementText', 'insertParagraph'])(
    'by %s without a place lets nothing be typed',
    (type) => expect(announcementOf(type, 'a', undefined)).toEqual({ kind: 'other' }),
  );
});

describe('a key', () => {
  const none = { ctrlKey: false, metaKey: false };
  it.each([
    ['Backspace', none, 'deletion'],
    ['Delete', none, 'deletion'],
    ['z', { ...none, ctrlKey: true }, 'history'],
    ['Z', { ...none, metaKey: true }, 'history'],
    ['y', { ...none, ctrlKey: true }, 'history'],
    ['z', none, undefined],
    ['x', { ...none, ctrlKey: true }, undefined],
    ['AudioVolumeUp', { ...none, ctrlKey: true }, undefined],
    ['NumpadZ', { ...none, ctrlKey: true }, undefined],
    ['Zenkaku', { ...none, ctrlKey: true }, undefined],
  ])('%s with %j announces %s', (key, modifiers, kind) => {
    expect(announcementOfKey({ key, ...modifiers })?.kind).toBe(kind);
  });
});

describe('typing', () => {
  it('is typed wherever it goes', () => {
    const field = new EditedField().type('see on Monday');
    field.select(4).type('you ');
    expect(field.text).toBe('see you on Monday');
    expect(field.marks).toBe('t'.repeat(17));
  });

  it('is typed beside equal letters, which keep their own marks', () => {
    const field = new EditedField('ll');
    field.select(0).type('l');
    expect(field.marks).toBe('tuu');
    field.select(3).type('l');
    expect(field.marks).toBe('tuut');
    field.select(2).type('l');
    expect(field.marks).toBe('tutut');
  });

  it('replaces what was selected', () => {
    const field = new EditedField('a colleague wrote this').selectText('colleague').type('friend');
    expect(field.text).toBe('a friend wrote this');
    expect(field.marks).toBe(`uu${'t'.repeat(6)}${'u'.repeat(11)}`);
  });

  it('is typed when an editor enters it later, and at the place that was announced', () => {
    const field = new EditedField().typeInEditor('see you').see();
    expect(field.marks).toBe('t'.repeat(7));
  });

  it('is typed when it needs line breaks before it in an empty line', () => {
    const field = new EditedField().type('one');
    field.announced({ kind: 'insertion', data: 't', start: 3, end: 3, breaks: 1 }).put('\nt').see();
    expect(field.text).toBe('one\nt');
    expect(field.marks).toBe('ttttt');
  });

  it('is typed in an empty line between two others', () => {
    const field = new EditedField('one\n\nthree');
    field.announced({ kind: 'insertion', data: 't', start: 3, end: 3, breaks: 1 }).select(4).put('t').see();
    expect(field.text).toBe('one\nt\nthree');
    expect(field.marks).toBe('uuuutuuuuuu');
  });

  it.each([
    ['where no line break is', 'one\ttwo', 3],
    ['beside a selection', 'one\n\nthree', 6],
  ])('is foreign one place further, %s', (_, text, end) => {
    const field = new EditedField(text);
    field.announced({ kind: 'insertion', data: 't', start: 3, end, breaks: 1 }).select(4).put('t').see();
    expect(field.marks.replaceAll('u', '')).toBe('f');
  });

  it('is all of it typed when it takes the place of a selection that begins alike', () => {
    const field = new EditedField('there').select(0, 5).announce('insertText', 'then').put('then').see();
    expect(field.marks).toBe('tttt');
  });

  it('is foreign when what the page enters is as well told without it', () => {
    expect(new EditedField().announce('insertText', 'ab').put('acd').see().marks).toBe('fff');
  });

  it('is foreign at another place than the announced one', () => {
    const field = new EditedField('some text here').select(4).announce('insertText', 'x');
    field.select(9).put('x').see();
    expect(field.marks).toBe(`${'u'.repeat(9)}f${'u'.repeat(5)}`);
  });

  it('is typed once, however often the page enters it', () => {
    const field = new EditedField().announce('insertText', 'ha').put('haha').see();
    expect(field.marks.replaceAll('f', '')).toBe('tt');
    field.put('ha').see();
    expect(field.marks.replaceAll('f', '')).toBe('tt');
  });

  it('is foreign when the page enters something else', () => {
    expect(new EditedField().announce('insertText', 'q').put('planted words').see().marks).toBe('f'.repeat(13));
  });

  it('is foreign when nothing was announced, as after document.execCommand', () => {
    const field = new EditedField().type('I say ');
    field.put('planted words').see();
    expect(field.marks).toBe(`tttttt${'f'.repeat(13)}`);
  });

  it('is typed beside what the page entered before it in the same step', () => {
    const field = new EditedField().type('a').announce('insertText', 'q').put('planted').see().put('q').see();
    expect(field.text).toBe('aplantedq');
    expect(field.marks).toBe('tffffffft');
  });

  it('is typed together with an edit of the page elsewhere', () => {
    const field = new EditedField('shared notes: ').announce('insertText', 'x');
    field.setByPage('All shared notes: x').see();
    expect(field.marks.at(-1)).toBe('t');
    expect(field.marks.replaceAll(/[^t]/g, '')).toBe('t');
  });

  it('keeps its place when the page changes the text before it, and loses it when the page changes it there', () => {
    const before = new EditedField('abcdef').select(4).announce('insertText', 'x');
    before.setByPage('12abcdef').see();
    before.select(6).put('x').see();
    expect(before.marks).toBe('ffuuuutuu');
    const there = new EditedField('abcdef').select(3).announce('insertText', 'x');
    there.setByPage('ab12ef').see();
    there.select(4).put('x').see();
    expect(there.marks).toBe('uufffuu');
    const inside = new EditedField('abcdef').select(3).announce('insertText', 'x');
    inside.setByPage('ab12ef').see();
    expect(inside.select(3).put('x').see().marks).toBe('uufffuu');
    const longer = new EditedField('abcdef').select(4).announce('insertText', 'x');
    longer.setByPage('123cdef').see();
    expect(longer.select(5).put('x').see().marks).toBe('fffuutuu');
    const behind = new EditedField('abcdef').select(1).announce('insertText', 'x');
    behind.setByPage('abcdef12').see();
    behind.select(1).put('x').see();
    expect(behind.marks).toBe('utuuuuuff');
  });

  it('replaces a selection after which the page changes the text, and is foreign when the page changes it inside', () => {
    const behind = new EditedField('abcdef').select(1, 3).announce('insertText', 'x');
    behind.setByPage('abc12def').see();
    expect(behind.select(1, 3).put('x').see().marks).toBe('utffuuu');
    const inside = new EditedField('abcdef').select(1, 4).announce('insertText', 'x');
    inside.setByPage('ab12ef').see();
    expect(inside.select(1, 4).put('x').see().marks).toBe('ufuu');
  });

  it('is not awaited any more once the field is settled', () => {
    const field = new EditedField().announce('insertText', 'x');
    field.model.settle(field.text);
    expect(field.put('x').see().marks).toBe('f');
  });
});

describe('edits by others', () => {
  it.each(['insertFromPaste', 'insertFromDrop', 'insertFromYank', 'insertSomethingNew', 'deleteContentBackward'])(
    '%s leaves nothing typed',
    (type) => expect(new EditedField().announce(type, 'words').put('words').see().marks).toBe('fffff'),
  );

  it('between own keys are foreign', () => {
    const field = new EditedField().type('I ');
    field.put('(she) ').see();
    field.type('agree');
    expect(field.marks).toBe(`tt${'f'.repeat(6)}ttttt`);
    expect(field.own).toBeUndefined();
  });

  it('of the marks only, as making a word bold, change nothing', () => {
    const field = new EditedField().type('very bold words').announce('formatBold').see();
    expect(field.marks).toBe('t'.repeat(15));
  });

  it('complete a word without cutting the sentence apart', () => {
    const field = new EditedField().type('we need better infra');
    field.put('structure').see().type(' very soon');
    expect(field.own).toBe('we need better infra very soon');
  });
});

describe('corrections', () => {
  it('of a typed word are typed', () => {
    const field = new EditedField().type('I recieve mail').selectText('recieve');
    field.announce('insertReplacementText', 'receive').put('receive').see();
    expect(field.marks).toBe('t'.repeat(14));
  });

  it.each([
    ['abcd', 9, 't'],
    ['abcd', 10, 'f'],
  ])('of %j by %i characters are marked %s', (old, length, mark) => {
    const field = new EditedField().type(old).select(0, old.length);
    const by = 'x'.repeat(length);
    expect(field.announce('insertReplacementText', by).put(by).see().marks).toBe(mark.repeat(length));
  });

  it('of foreign words are foreign, but for the letters that stay', () => {
    const field = new EditedField('teh').select(0, 3).announce('insertReplacementText', 'the').put('the').see();
    expect(field.marks).toBe('uff');
  });

  it('of nothing are completions', () => {
    expect(new EditedField().announce('insertReplacementText', 'yes').put('yes').see().marks).toBe('fff');
  });

  it('that complete a word keep the typed part of it', () => {
    const field = new EditedField().type('we need infra now').selectText('infra');
    field.announce('insertReplacementText', 'infrastructure').put('infrastructure').see();
    expect(field.marks).toBe(`${'t'.repeat(13)}${'f'.repeat(9)}tttt`);
    expect(field.own).toBe('we need infra now');
  });
});

describe('composition', () => {
  it('is typed, whatever stood there meanwhile', () => {
    const field = new EditedField().compose('n', 'ni', 'nihao', '你好');
    expect(field.text).toBe('你好');
    expect(field.marks).toBe('tt');
  });

  it('goes on beside other text', () => {
    const field = new EditedField('ab').select(1).compose('k', 'ka', 'か');
    expect(field.text).toBe('aかb');
    expect(field.marks).toBe('utu');
  });

  it('of a word that stands there already, as on phones', () => {
    const field = new EditedField().type('hel');
    field.announce('insertCompositionText', 'hell').put('l').see();
    expect(field.marks).toBe('tttt');
    field.announce('insertCompositionText', 'hello').put('o').see();
    expect(field.marks).toBe('ttttt');
  });

  it('does not make foreign letters typed that it takes up', () => {
    const field = new EditedField('hel');
    field.announce('insertCompositionText', 'hell').put('l').see();
    expect(field.marks).toBe('uuut');
    field.select(0, 4).announce('insertCompositionText', 'hello').put('hello').see();
    expect(field.marks).toBe('uuutt');
  });

  it('that is given up leaves nothing', () => {
    const field = new EditedField().type('ab').compose('n', 'ni', '');
    expect(field.text).toBe('ab');
    expect(field.marks).toBe('tt');
  });

  it('lets the page put in nothing of its own', () => {
    const field = new EditedField().announce('insertCompositionText', 'ni').put('planted').see();
    expect(field.marks).toBe('f'.repeat(7));
    const beside = new EditedField().announce('insertCompositionText', 'ni').put('ni!').see();
    expect(beside.marks).toBe('ttf');
  });

  it('is typed where the input method puts it, a little away from the announced place', () => {
    const field = new EditedField('some text').announce('insertCompositionText', 'ab').select(4).put('ab').see();
    expect(field.marks).toBe('uuuuttuuuuu');
  });

  it('is awaited while the page deletes beside it', () => {
    const field = new EditedField('nxy ').announce('insertCompositionText', 'n');
    field.setByPage('ny ').see();
    expect(field.put('n').see().marks).toBe('uuut');
  });

  it('ends with the next other edit', () => {
    const field = new EditedField().compose('ni').type('a').select(0, 0);
    field.announce('insertCompositionText', 'x').put('x').see();
    expect(field.text).toBe('xnia');
    expect(field.marks).toBe('tttt');
  });
});

describe('undo and redo', () => {
  it('restore who wrote what', () => {
    const field = new EditedField().type('mine ');
    field.paste('theirs').type(' again');
    const { text, marks } = field.model.content;
    field.select(0, text.length).backspace();
    expect(field.text).toBe('');
    field.undoTo(text);
    expect(field.marks).toBe(marks);
  });

  it('restore what was deleted key by key, in either direction', () => {
    const field = new EditedField().type('see you there').backspace(5);
    expect(field.undoTo('see you there').marks).toBe('t'.repeat(13));
    const forward = new EditedField().type('abc').select(0);
    for (let i = 0; i < 2; i++) {
      forward.announce('deleteContentForward').select(0, 1).put('').see();
    }
    expect(forward.text).toBe('c');
    expect(forward.undoTo('abc').marks).toBe('ttt');
  });

  it('redo what was undone', () => {
    const field = new EditedField().type('one ').type('two');
    field.undoTo('one ').undoTo('one two');
    expect(field.marks).toBe('ttttttt');
  });

  it('restore what was deleted before the last deletion', () => {
    const field = new EditedField('----').type('one').backspace(3);
    field.select(0).type('two').select(0, 3).backspace();
    expect(field.text).toBe('----');
    expect(field.undoTo('----one').marks).toBe('uuuuttt');
  });

  it('restore what was deleted before much was typed', () => {
    const field = new EditedField().type('one').backspace(3).type('x'.repeat(150));
    expect(field.undoTo(`one${field.text}`).marks).toBe('t'.repeat(153));
  });

  it.each([
    ['1', 't'],
    ['0', 'f'],
  ])('restore the last hundred deletions: of 101 the one with number %s is marked %s', (number, mark) => {
    const field = new EditedField('-'.repeat(101));
    for (let i = 0; i < 101; i++) field.select(i).type(`<${i}>`).select(i, field.end).backspace();
    expect(field.undoTo(`<${number}>${field.text}`).marks.slice(0, 3)).toBe(mark.repeat(3));
  });

  it('leave foreign what was deleted in two places', () => {
    const field = new EditedField('-----').select(0).type('a').select(6).type('z').backspace();
    field.select(0, 1).backspace();
    expect(field.undoTo('az-----').marks).toBe('ffuuuuu');
  });

  it('restore when they come late, after a look in between', () => {
    const field = new EditedField().type('abc').backspace(3).announce('historyUndo').see();
    expect(field.setByPage('abc').see().marks).toBe('ttt');
  });

  it('restore what was replaced by typing', () => {
    const field = new EditedField().type('cat').select(0, 3).type('d');
    expect(field.undoTo('cat').marks).toBe('ttt');
  });

  it('leave foreign what the page cleared after a paste', () => {
    const field = new EditedField().paste('pasted words here');
    field.setByPage('').see();
    expect(field.undoTo('pasted words here').marks).toBe('f'.repeat(17));
  });

  it('leave foreign what was never seen', () => {
    expect(new EditedField().undoTo('from before').marks).toBe('f'.repeat(11));
    const deleted = new EditedField().type('one').backspace(3).undoTo('other words');
    expect(deleted.marks).toBe('f'.repeat(11));
  });

  it('restore once: the next change is not theirs', () => {
    const field = new EditedField().type('abc').backspace(3).undoTo('abc').backspace(3);
    expect(field.setByPage('abc').see().marks).toBe('fff');
  });
});

describe('the name of a text', () => {
  it('stays while its user edits it', () => {
    const field = new EditedField().type('see you on Monday').backspace(17).type('I cannot come after all');
    expect(field.model.field).toBe('field-0');
  });

  it('is a new one when the page empties the field, as after sending', () => {
    const field = new EditedField().type('see you on Monday').setByPage('').see();
    expect(field.model.field).toBe('field-0');
    expect(field.type('and bring the cake').model.field).toBe('field-1');
  });

  it('is a new one when the page leaves a name to answer to', () => {
    const field = new EditedField('@bob ').type('see you on Monday').setByPage('@bob ').see();
    expect(field.type('bring it').model.field).toBe('field-1');
    expect(field.model.content.marks).toBe('uuuuutttttttt');
  });

  it('is a new one when another text is typed over all of it', () => {
    const field = new EditedField().type('see you on Monday').select(0, 17).type('bring the cake');
    expect(field.model.field).toBe('field-1');
    expect(field.own).toBe('bring the cake');
  });

  it.each([
    [5, 'field-0'],
    [6, 'field-1'],
  ])('after %i of ten typed characters went at once is %s', (gone, name) => {
    const field = new EditedField().type('abcdefghij').select(0, gone).type('x');
    expect(field.model.field).toBe(name);
  });

  it('goes by the typed characters that stand there, however often they were written anew', () => {
    const field = new EditedField().type('abcdefghij');
    for (let i = 0; i < 3; i++) field.backspace(4).type('ghij');
    expect(field.select(0, 6).type('x').model.field).toBe('field-1');
  });

  it('stays when only what others wrote goes', () => {
    const field = new EditedField('a long text from before ').type('mine');
    field.select(0, 24).backspace().type('x');
    expect(field.model.field).toBe('field-0');
  });

  it('stays when an undo takes the loss back', () => {
    const field = new EditedField().type('see you on Monday').select(0, 17).backspace().undoTo('see you on Monday');
    expect(field.type('!').model.field).toBe('field-0');
  });

  it('stays while an input method replaces what it composed', () => {
    expect(new EditedField().compose('n', 'ni', '你').compose('h', '好').model.field).toBe('field-0');
  });

  it('is a new one when the page takes away what was composed, as after sending', () => {
    const field = new EditedField().compose('n', 'ni', 'nihao').setByPage('').see();
    expect(field.type('hao').model.field).toBe('field-1');
  });

  it('is a new one when what was composed before goes while something else is composed', () => {
    const field = new EditedField().compose('nihao').type('a').announce('insertCompositionText', '');
    expect(field.setByPage('a').see().type('b').model.field).toBe('field-1');
  });

  it('is a new one when an input method writes over all that was put in at once', () => {
    const field = new EditedField().announce('insertFromComposition', 'abcdef').put('abcdef').see();
    expect(field.select(0, 6).compose('n').model.field).toBe('field-1');
  });
});

describe('who emptied the field', () => {
  it('is its user, who deleted, cut or undid', () => {
    expect(new EditedField().type('abc').backspace(3).model.emptiedByUser).toBe(true);
    expect(new EditedField().type('abc').undoTo('').model.emptiedByUser).toBe(true);
  });

  it('is its user also when the editor deletes a little later', () => {
    const field = new EditedField().type('abc').announce('deleteContentBackward').see();
    expect(field.setByPage('').see().model.emptiedByUser).toBe(true);
  });

  it('is its user also when the page then puts in words of its own', () => {
    const field = new EditedField().type('abc').backspace(3).setByPage('Write a message').see();
    expect(field.model.emptiedByUser).toBe(true);
  });

  it('is nobody as long as nothing typed went', () => {
    expect(new EditedField().model.emptiedByUser).toBe(false);
    expect(new EditedField('Dear Ann').type('abc').model.emptiedByUser).toBe(false);
  });

  it('is the page when it takes away what its user left', () => {
    expect(new EditedField().type('see you soon').backspace().setByPage('').see().model.emptiedByUser).toBe(false);
  });

  it('is the page, as after sending', () => {
    expect(new EditedField().type('abc').setByPage('').see().model.emptiedByUser).toBe(false);
    const late = new EditedField().type('abc').announce('deleteContentForward');
    late.model.settle(late.text);
    expect(late.setByPage('').see().model.emptiedByUser).toBe(false);
  });
});

it('takes what stands in a field at first for unknown', () => {
  const model = new FieldModel(() => 'a', 'Dear Ann');
  expect(model.content).toEqual({ text: 'Dear Ann', marks: 'uuuuuuuu' });
});
