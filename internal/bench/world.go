package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/walk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

// worldKey says what a world is like.
type worldKey struct {
	managed, users int  // users in the state, and in Clerk
	slow           bool // 100 ms to every answer, and a development instance's rate limit
	whole          bool // all users are in one resource block, not in blocks of 1,000
	again          bool // for_each decodes its file, which Terraform does for every user; else a local does, once
}

// world is a local Clerk, and a folder with a configuration.
type world struct {
	sim      *clerksim.Server
	folder   string
	perBlock int  // users in one resource block
	again    bool // as in worldKey
}

// world gives the world of a key, whose configuration and state agree with its
// Clerk: it is made once.
func (b *bench) world(ctx context.Context, key worldKey) (*world, error) {
	if w, ok := b.worlds[key]; ok {
		return w, nil
	}
	w, err := b.newWorld(ctx, key)
	if err == nil {
		b.worlds[key] = w
	}
	return w, err
}

func (b *bench) newWorld(ctx context.Context, key worldKey) (w *world, err error) {
	options := clerksim.Options{Users: key.users}
	if key.slow {
		options.Latency, options.RateLimit = 100*time.Millisecond, "development"
	}
	if w, err = b.emptyWorld(options); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.sim.Close()
		}
	}()
	w.again = key.again
	if key.whole {
		w.perBlock = key.managed
	}
	all, err := walk.Accounts(ctx, w.sim.URL(), w.sim.SecretKey())
	if err != nil {
		return nil, err
	}
	chosen := make([]walk.Account, key.managed)
	for i := range chosen {
		chosen[i] = all[i*key.users/key.managed]
	}
	if err := w.configure(b.cli, chosen); err != nil {
		return nil, err
	}
	return w, w.adopt(ctx, b.cli, chosen)
}

// emptyWorld has no configuration yet.
func (b *bench) emptyWorld(options clerksim.Options) (*world, error) {
	folder, err := os.MkdirTemp(b.folder, "world-")
	if err != nil {
		return nil, err
	}
	sim, err := clerksim.Start(options)
	return &world{sim: sim, folder: folder, perBlock: b.users(1000)}, err
}

const block = `
locals {
  block_%[1]d = %[2]s
}

resource "clerk_user" "block_%[1]d" {
  for_each = %[3]s

  email_addresses = [each.key]
  external_id     = each.value.external_id
  first_name      = each.value.first_name
  last_name       = each.value.last_name
  public_metadata = jsonencode(each.value.public_metadata)
}
`

// person is a user in the file that a block reads.
type person struct {
	ExternalID     *string         `json:"external_id"`
	FirstName      *string         `json:"first_name"`
	LastName       *string         `json:"last_name"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
}

// configure writes the configuration of accounts, in blocks.
func (w *world) configure(c *cli, accounts []walk.Account) error {
	var config strings.Builder
	config.WriteString(c.required())
	for i, some := range slices.Collect(slices.Chunk(accounts, w.perBlock)) {
		file := map[string]person{}
		for _, a := range some {
			file[a.EmailAddress] = person{a.ExternalID, a.FirstName, a.LastName, a.PublicMetadata}
		}
		people, forEach := fmt.Sprintf(`jsondecode(file("${path.module}/block-%d.json"))`, i), fmt.Sprintf("local.block_%d", i)
		if w.again {
			forEach = people
		}
		fmt.Fprintf(&config, block, i, people, forEach)
		if err := w.writeJSON(fmt.Sprintf("block-%d.json", i), file); err != nil {
			return err
		}
	}
	return w.write("main.tf", []byte(config.String()))
}

// The state file, as far as the benchmark needs it.
type (
	stateFile struct {
		Version          int             `json:"version"`
		TerraformVersion string          `json:"terraform_version"`
		Serial           int             `json:"serial"`
		Lineage          string          `json:"lineage"`
		Outputs          struct{}        `json:"outputs"`
		Resources        []stateResource `json:"resources"`
	}
	stateResource struct {
		Mode      string          `json:"mode"`
		Type      string          `json:"type"`
		Name      string          `json:"name"`
		Provider  string          `json:"provider"`
		Instances []stateInstance `json:"instances"`
	}
	stateInstance struct {
		IndexKey              string            `json:"index_key"`
		SchemaVersion         int64             `json:"schema_version"`
		Attributes            json.RawMessage   `json:"attributes"`
		SensitiveAttributes   []string          `json:"sensitive_attributes"`
		IdentitySchemaVersion int               `json:"identity_schema_version"`
		Identity              map[string]string `json:"identity"`
	}
)

// adopt writes the state that the configuration's users would have if Terraform
// had created them: to have it create them takes too long. They are read from the
// Clerk of the world itself: a picture's URL names its instance.
func (w *world) adopt(ctx context.Context, c *cli, accounts []walk.Account) error {
	p, err := inProcess(ctx, w.sim)
	if err != nil {
		return err
	}
	objects, err := p.Adopt(ctx, accounts)
	if err != nil {
		return err
	}
	state := stateFile{Version: 4, TerraformVersion: "1.11.0", Serial: 1, Lineage: "5f0c3a4e-0000-4000-8000-000000000001"}
	for i, some := range slices.Collect(slices.Chunk(objects, w.perBlock)) {
		r := stateResource{"managed", "clerk_user", fmt.Sprintf("block_%d", i), fmt.Sprintf("provider[%q]", c.source()), nil}
		for j, o := range some {
			r.Instances = append(r.Instances, stateInstance{
				accounts[i*w.perBlock+j].EmailAddress, p.Version, o.State, []string{}, 0, map[string]string{"id": o.ID},
			})
		}
		state.Resources = append(state.Resources, r)
	}
	return w.writeJSON("terraform.tfstate", state)
}

func (w *world) writeJSON(name string, v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.write(name, content)
}

func (w *world) write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(w.folder, name), content, 0o600)
}

// inProcess is the provider in this process, told where a local Clerk is.
func inProcess(ctx context.Context, sim *clerksim.Server) (*walk.Provider, error) {
	server := server.New(provider.New("bench", func(string) string { return "" }))
	return walk.Configure(ctx, server, sim.URL(), sim.SecretKey())
}
