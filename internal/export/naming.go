package export

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// longest is the most characters of an object that go into a name.
const longest = 60

// Names hands out names, each of them once.
type Names struct {
	taken map[string]bool
	next  map[string]int
}

// Unique is name, or name with the first number behind it that is free.
func (n *Names) Unique(name string) string {
	if n.taken == nil {
		n.taken, n.next = map[string]bool{}, map[string]int{}
	}
	unique := name
	for n.taken[unique] {
		n.next[name]++
		unique = name + "_" + strconv.Itoa(n.next[name]+1)
	}
	n.taken[unique] = true
	return unique
}

// Name makes the name of a resource out of the first text of which anything is
// left: small letters, digits and underscores. One that would begin with a digit
// begins with the type.
func Name(typ string, texts ...string) string {
	_, noun, _ := strings.Cut(typ, "_")
	for _, text := range texts {
		name := slug(text)
		if name == "" {
			continue
		}
		if name[0] <= '9' {
			name = noun + "_" + name
		}
		return name
	}
	return noun
}

// plain are letters that are no plain letter with an accent.
var plain = strings.NewReplacer(
	"ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "ø", "o", "Ø", "o", "ð", "d", "Ð", "d",
	"þ", "th", "Þ", "th", "đ", "d", "Đ", "d", "ł", "l", "Ł", "l", "ı", "i", "'", "", "’", "", "ʼ", "",
)

// slug is what a name can have of a text. Letters of other alphabets than the
// Latin one are left out.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(plain.Replace(text)) {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r >= 0x300 && r <= 0x36f: // accents, apart from their letters
			continue
		default:
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(r)
	}
	return strings.TrimSuffix(b.String()[:min(b.Len(), longest)], "_")
}

// name is the name of an object, before it is made unique.
func (o *object) name() string {
	if o.everywhere && rules[o.typ].varies != "" {
		return rules[o.typ].varies // as each instance has it under another name
	}
	var texts []string
	groups := rules[o.typ].names
	if groups == nil {
		groups = ordinaryNames
	}
	for _, group := range groups {
		var words []string
		for _, argument := range group {
			word := o.text(argument)
			if argument == "primary_email_address" || argument == "email_addresses" { // of users
				word, _, _ = strings.Cut(word, "@")
			}
			words = append(words, word)
		}
		texts = append(texts, strings.Join(words, " "))
	}
	display, _, _ := strings.Cut(o.display, " (")
	return Name(o.typ, append(texts, display, cmp.Or(o.id, o.importID))...)
}
