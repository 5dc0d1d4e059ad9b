package acctest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	goversion "github.com/hashicorp/go-version"
)

// cli is the CLI under test: the one that TF_ACC_TERRAFORM_PATH names, else the
// one that make tools built, else the terraform on the PATH.
var cli = sync.OnceValues(func() (info cliInfo, err error) {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		path = filepath.Join(Root(), ".bin", "terraform")
		if _, err := os.Stat(path); err != nil {
			if path, err = exec.LookPath("terraform"); err != nil {
				return info, err
			}
		}
	}
	if err := os.Setenv("TF_ACC_TERRAFORM_PATH", path); err != nil {
		return info, err
	}
	// The machine's own CLI configuration has no part in a test.
	if err := os.Setenv("TF_CLI_CONFIG_FILE", os.DevNull); err != nil {
		return info, err
	}
	for name, value := range map[string]string{
		"CHECKPOINT_DISABLE": "1",
		// A CLI lives for a fraction of a second, and spends a fifth of it on
		// collecting garbage that its end would collect. One with hundreds of
		// objects would spend as much on fresh memory if it never did.
		"GOGC": "800", "GOMEMLIMIT": "1GiB",
	} {
		if err := os.Setenv(name, value); err != nil {
			return info, err
		}
	}
	out, err := exec.Command(path, "version").Output()
	if err != nil {
		return info, err
	}
	m := regexp.MustCompile(`^(Terraform|OpenTofu) v(\S+)`).FindStringSubmatch(string(out))
	if m == nil {
		return info, &exec.Error{Name: path, Err: exec.ErrNotFound}
	}
	info.tofu = m[1] == "OpenTofu"
	info.path = path
	info.version, err = goversion.NewVersion(m[2])
	if info.tofu && err == nil {
		// plugin-testing serves the provider under this host's address.
		err = os.Setenv("TF_ACC_PROVIDER_HOST", "registry.opentofu.org")
	}
	return info, err
})

type cliInfo struct {
	path    string
	tofu    bool
	version *goversion.Version
}

func prepareCLI(t *testing.T) cliInfo {
	t.Helper()
	info, err := cli()
	if err != nil {
		t.Fatalf("no usable CLI (make tools builds one): %v", err)
	}
	return info
}

// Feature is something that not every supported CLI has.
type Feature string

// Features, with the first Terraform and the first OpenTofu that have them; ""
// where none does.
const (
	ImportByIdentity Feature = "import by identity"
	Actions          Feature = "actions"
	Query            Feature = "terraform query"
	StateEncryption  Feature = "state encryption"
)

var since = map[Feature]struct{ terraform, tofu string }{
	ImportByIdentity: {"1.12.0", "1.12.0"},
	Actions:          {"1.14.0", ""},
	Query:            {"1.14.0", ""},
	StateEncryption:  {"", "1.7.0"},
}

// Has reports whether the CLI under test has the feature.
func Has(t *testing.T, f Feature) bool {
	t.Helper()
	info := prepareCLI(t)
	first := since[f].terraform
	if info.tofu {
		first = since[f].tofu
	}
	return first != "" && info.version.Core().GreaterThanOrEqual(goversion.Must(goversion.NewVersion(first)))
}

// Needs skips the test on a CLI without the feature.
func Needs(t *testing.T, f Feature) {
	t.Helper()
	if info := prepareCLI(t); !Has(t, f) {
		t.Skipf("%s %s has no %s", strings.ToLower(filepath.Base(info.path)), info.version, f)
	}
}

// Root is the folder of the module.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
