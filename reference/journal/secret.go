package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeySuffix is what the name of the file ends with that keeps a world's secret:
// it stands beside the journal and never in it (BOTH-PRIVACY-001).
const KeySuffix = ".key"

// secret is what QR codes are made under.
type secret [16]byte

// orDrawn returns the secret, or a new one from the system's source where it is
// zero.
func (s secret) orDrawn() secret {
	if s == (secret{}) {
		_, _ = rand.Read(s[:]) // never fails, says its documentation
	}
	return s
}

// readSecret reads the file of a journal's secret.
func readSecret(path string, id identity) (s secret, err error) {
	name := path + KeySuffix
	text, err := os.ReadFile(name)
	if err != nil {
		return s, fmt.Errorf("journal %s: the secret of its QR codes: %w; give %s back", path, err, filepath.Base(name))
	}
	of, digits, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	switch n, err := hex.Decode(s[:], []byte(digits)[:min(len(digits), 2*len(s))]); {
	case err != nil, n != len(s), len(digits) != 2*len(s):
		return secret{}, &Foreign{path, name + " holds no secret; give back the file that belongs to the journal"}
	case of != id.String():
		return secret{}, &Foreign{path, name + " belongs to another journal; give back the one that was beside it"}
	}
	return s, nil
}

// writeSecret writes it, readable for the owner alone, all or nothing.
func (j *Journal) writeSecret(id identity, s secret) error {
	name := j.path + KeySuffix
	err := func() error {
		f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*") // with mode 0600
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(f, "%s %x\n", id, s[:])
		if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
			err = os.Rename(f.Name(), name)
		}
		if err != nil {
			return errors.Join(err, os.Remove(f.Name()))
		}
		return j.syncNames()
	}()
	if err != nil {
		return fmt.Errorf("journal %s: keep the secret of its QR codes: %w", j.path, err)
	}
	return nil
}

// hasSecret reports whether there is a secret without its journal.
func hasSecret(path string) bool {
	_, err := os.Stat(path + KeySuffix)
	return !errors.Is(err, fs.ErrNotExist)
}
