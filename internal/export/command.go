package export

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Exit codes of the command.
const (
	succeeded = iota
	failed
	misused // the command line makes no sense
)

const help = `Usage: terraform-provider-clerk export [flags]

Writes configuration for what a Clerk instance has already: a file for each section
of Clerk, such as users.tf, with a resource block for each object, and one beside it,
users.imports.tf, with an import block for each. The next plan imports them all and
changes nothing. Nothing is changed in Clerk.

What says that one object is of another, or named after it, refers to it. So the
same configuration makes the same objects in another instance, without the files
*.imports.tf. What every instance has by itself is imported there as well: the
import blocks of the settings, the roles org:admin and org:member, the initial role
set and the primary domain stand beside them.

The secret key is that of CLERK_SECRET_KEY; CLERK_API_URL is the address of
another API than Clerk's own. Arguments that have no value, or the one that Clerk
gives them, are left out, and so are secrets, private metadata and locks; a comment says
where Clerk does not return what the object may need elsewhere.

Flags:
  --types TYPE,…       types to export. By default those that stand on their own,
                       %[1]s;
                       with filters, those of them that have the filters. all is
                       all of them, and clerk_api_key.
  --filter NAME=VALUE  export only what matches; may be repeated. Several filters
                       must match all, several values of one filter any.
  --out DIR            folder to write to, created if need be. By default the
                       current one.
  --force              replace files that an export has written: a whole section by
                       the types of it that are exported now. Without it, a file
                       that exists is an error before anything is read, and one
                       that somebody else has written always is.

Types and their filters:
%[2]s
Addresses and numbers are a part of their user. Where their types are exported,
too, they are resources of their own, and left out of the users. API keys are those of
each user, organization or machine whose type is exported, too, in a request for each;
or of one, by the filter.

Resources are named after their objects, oldest first, and a second ada_brightwater
is ada_brightwater_2: the names are the same from run to run. A section of which there
is nothing gets no file.

Exit codes: 0 if all is written, 1 if it could not be, 2 if the command line makes
no sense. Files are replaced whole or not at all.
`

// usageError is a command line that makes no sense.
type usageError struct{ message string }

func (u *usageError) Error() string { return u.message }

func usage(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// Main is the command in a process of its own. It returns the exit code.
func Main(args []string, serve func() tfprotov6.ProviderServer, sections func(context.Context) map[string]string) int {
	//nolint:forbidigo // the process's own context
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	var terminal io.Writer
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		terminal = os.Stderr
	}
	return Command(ctx, args, &Exporter{Serve: serve, Stdout: os.Stdout, Stderr: os.Stderr, Progress: terminal, Sections: sections(ctx)})
}

// Command reads the command line and exports. It returns the exit code.
func Command(ctx context.Context, args []string, e *Exporter) int {
	o, err := parse(args)
	if err == nil {
		err = e.Run(ctx, o)
	}
	var misuse *usageError
	switch {
	case err == nil:
		return succeeded
	case errors.Is(err, flag.ErrHelp):
		return e.help(ctx)
	case errors.As(err, &misuse):
		fmt.Fprintf(e.Stderr, "Error: %s\n\nterraform-provider-clerk export --help says what there is.\n", misuse)
		return misused
	case ctx.Err() != nil:
		fmt.Fprintln(e.Stderr, "Error: interrupted. Nothing was written.")
		return failed
	}
	fmt.Fprintf(e.Stderr, "Error: %s.\n", strings.TrimRight(err.Error(), ". \n"))
	return failed
}

func parse(args []string) (Options, error) {
	o := Options{Dir: "."}
	f := flag.NewFlagSet("export", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.Dir, "out", o.Dir, "")
	f.BoolVar(&o.Force, "force", false, "")
	f.Func("types", "", func(s string) error {
		for typ := range strings.SplitSeq(s, ",") {
			o.Types = append(o.Types, strings.TrimSpace(typ))
		}
		return nil
	})
	f.Func("filter", "", func(s string) error {
		filter, err := ParseFilter(s)
		o.Filters = append(o.Filters, filter)
		return err
	})
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return o, err
	case err != nil:
		return o, usage("%s. The flags are --types, --filter, --out and --force.", err)
	case f.NArg() > 0:
		return o, usage("%q is no flag. The flags are --types, --filter, --out and --force.", f.Arg(0))
	}
	return o, nil
}

// help prints what the command takes, as far as the provider knows better than
// this package.
func (e *Exporter) help(ctx context.Context) int {
	src, err := open(ctx, e.Serve())
	if err != nil {
		fmt.Fprintf(e.Stderr, "Error: %s\n", err)
		return failed
	}
	usual, err := src.choose(nil, nil)
	if err != nil {
		fmt.Fprintf(e.Stderr, "Error: %s\n", err)
		return failed
	}
	var types strings.Builder
	for _, typ := range src.types {
		fmt.Fprintf(&types, "  %s\n", typ)
		names, _ := src.filters(typ)
		for _, name := range names {
			fmt.Fprintf(&types, "      %s\n", name)
		}
	}
	fmt.Fprintf(e.Stdout, help, strings.Join(usual, " and "), types.String())
	return succeeded
}
