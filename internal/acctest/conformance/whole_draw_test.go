package conformance_test

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// drawnBlock is a block of the configurations of all types. Of what stands behind the
// equals sign of a line, separated by |, one value is drawn; nothing leaves the argument
// out. Blocks refer to each other by everything that a person would refer by.
type drawnBlock struct{ name, lines string }

// placedBlock is a block beside those of the other types.
type placedBlock struct {
	typ string
	drawnBlock
}

// drawnBlocks are those of all types. Each comes after those that it needs.
var drawnBlocks = func() (placed []placedBlock) {
	waiting := map[string]placedBlock{}
	for _, s := range subjects {
		for _, b := range s.drawn {
			p := placedBlock{s.name, b}
			waiting[p.address()] = p
		}
	}
	var place func(address string)
	place = func(address string) {
		b, ok := waiting[address]
		if !ok {
			return
		}
		delete(waiting, address)
		for _, needed := range reference.FindAllString(b.lines, -1) {
			place(needed)
		}
		placed = append(placed, b)
	}
	for _, s := range subjects {
		for _, b := range s.drawn {
			place(s.name + "." + b.name)
		}
	}
	return placed
}()

func (b placedBlock) address() string { return b.typ + "." + b.name }

// reference matches what refers to another block.
var reference = regexp.MustCompile(`\bclerk_\w+\.[a-z_]+`)

// drawBlocks draws a configuration, in HCL, by address: most of the blocks, but none that
// needs one which is left out. What was drawn before is mostly kept.
func drawBlocks(rt *rapid.T, before map[string]string) map[string]string {
	drawn := map[string]string{}
	there := func(text string) bool {
		return !slices.ContainsFunc(reference.FindAllString(text, -1), func(a string) bool { return drawn[a] == "" })
	}
	for _, b := range drawnBlocks {
		was := before[b.address()]
		keeps := was != "" && there(was) && rapid.IntRange(0, 9).Draw(rt, b.address()+" is kept") < 6
		if keeps {
			drawn[b.address()] = was
		} else if rapid.IntRange(0, 3).Draw(rt, b.address()+" is there") > 0 {
			if lines, ok := drawLines(rt, b, there); ok {
				drawn[b.address()] = lines
			}
		}
	}
	return drawn
}

// drawLines draws the arguments of a block; none if one of them has to refer to what is
// not there.
func drawLines(rt *rapid.T, b placedBlock, there func(string) bool) (arguments string, possible bool) {
	arguments = "\n"
	for name, values := range b.arguments() {
		choices := slices.DeleteFunc(values, func(v string) bool { return !there(v) })
		if len(choices) == 0 {
			return "", false
		}
		if v := rapid.SampledFrom(choices).Draw(rt, b.address()+"."+name); v != "" {
			arguments += "  " + name + " = " + v + "\n"
		}
	}
	return arguments, true
}

// arguments are those of the lines, with the values that each may have.
func (b placedBlock) arguments() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for line := range strings.Lines(strings.TrimSpace(b.lines)) {
			name, all, _ := strings.Cut(line, "=")
			values := strings.Split(all, "|")
			for n, v := range values {
				values[n] = strings.TrimSpace(v)
			}
			if !yield(strings.TrimSpace(name), values) {
				return
			}
		}
	}
}

// written is the configuration of blocks, for a provider that repeats so often.
func written(blocks map[string]string, retries int) string {
	var all strings.Builder
	fmt.Fprintf(&all, "provider \"clerk\" {\n  max_retries = %d\n}\n", retries)
	for _, b := range drawnBlocks {
		if arguments := blocks[b.address()]; arguments != "" {
			fmt.Fprintf(&all, "resource %q %q {%s}\n", b.typ, b.name, arguments)
		}
	}
	return all.String()
}

// variant is a configuration with every block: the first of each argument's values, or the
// last.
func variant(first bool) map[string]string {
	blocks := map[string]string{}
	for _, b := range drawnBlocks {
		arguments := "\n"
		for name, values := range b.arguments() {
			v := values[len(values)-1]
			if values = slices.DeleteFunc(values, func(v string) bool { return v == "" }); first {
				v = values[0]
			}
			arguments += "  " + name + " = " + v + "\n"
		}
		blocks[b.address()] = arguments
	}
	return blocks
}
