package main

import (
	"encoding/json"
	"errors"
	"os"
	"runtime"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// makeTokens says who may come to the one system of production mode. With a
// journal, tokens that were given out stay good: they are read where the file is
// there.
func (s *serve) makeTokens(setup *voucher.Setup) ([]wire.Token, error) {
	if s.journal != "" {
		if tokens, err := s.readTokens(); err != nil || tokens != nil {
			return tokens, err
		}
	}
	tokens := wire.MakeTokens(setup)
	text, err := json.MarshalIndent(tokens, "", "  ")
	if err != nil {
		return nil, fault("--tokens: %w", err)
	}
	s.tokensText = append(text, '\n')
	return tokens, nil
}

// othersMay is what nobody but the owner may do with a file of secrets.
const othersMay = 0o077

// ownersAlone refuses a file that others may read, if it is there.
func ownersAlone(flag, file string) error {
	info, err := os.Stat(file)
	if err == nil && info.IsDir() {
		return misuse("--%s: %s is a folder; name a file", flag, file)
	}
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&othersMay != 0 {
		return misuse("--%s: others may read %s; take that from them (chmod 600), or delete it: what is in it may be known", flag, file)
	}
	return nil
}

// readTokens reads the file of tokens; none where there is no file.
func (s *serve) readTokens() ([]wire.Token, error) {
	if err := ownersAlone("tokens", s.tokens); err != nil {
		return nil, err
	}
	text, err := readNamed("--tokens", s.tokens)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var tokens []wire.Token
	switch {
	case err != nil:
		return nil, err
	case json.Unmarshal(text, &tokens) != nil || len(tokens) == 0:
		return nil, misuse("--tokens: %s holds no tokens; name another file, or delete it", s.tokens) // no more: it may hold some
	}
	return tokens, nil
}

// writeTokens writes who may come to a file that nobody else can read.
func (s *serve) writeTokens() error {
	if len(s.tokensText) == 0 {
		return nil
	}
	f, err := os.OpenFile(s.tokens, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return misuse("--tokens: %s is there already; name another file, or delete it", s.tokens)
	}
	if err != nil {
		return misuse("--tokens: %w", err)
	}
	_, err = f.Write(s.tokensText)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(s.tokens) // half a file of tokens is none
		return fault("--tokens: %w", err)
	}
	return nil
}

// dropTokens deletes the file where its tokens open nothing any more: the world
// that they were for has gone.
func (s *serve) dropTokens() {
	if len(s.tokensText) > 0 && s.journal == "" {
		_ = os.Remove(s.tokens)
	}
}
