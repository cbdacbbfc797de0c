package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// newDoctor makes the command that looks at an adapter.
func newDoctor(own voucher.World) *cobra.Command {
	var production string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at a build before the suite does: eight quick probes",
		Long: `Look at a build, or at the adapter in front of it, before the suite does: is it
reached, does it accept and refuse, do reasons come through, are worlds apart, does
the clock run what is due, do the sums add up, is the idempotency key honoured, is
the control plane absent in production. Whatever is not well, or not there yet, comes
with what to do.

Exit status: 0 all is well, 1 something is not, 2 a flag is wrong, 3 nobody answers.`,
		Example: `  vouch doctor --target http://127.0.0.1:8080
  vouch doctor --target URL --ca-file ca.pem --header 'X-Tenant: pilot' --reasons codes.yaml
  vouch doctor --target URL --production https://wallet.example`,
		Args: noWords,
	}
	cmd.Flags().SortFlags = false
	a := addAim(cmd)
	addText(cmd, "production", "URL", "a build in production mode, which must have no control plane", &production)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx, stop := untilStopped(cmd.Context())
		defer stop()
		context.AfterFunc(ctx, stop)
		target, end, err := a.target(ctx, own, nil)
		if err != nil {
			return err
		}
		defer end()
		probes := conformance.Doctor(ctx, target, production)
		var b strings.Builder
		sick, looked := 0, 0
		for _, p := range probes {
			mark := map[conformance.ProbeState]string{conformance.Healthy: "✓", conformance.Sick: "✗", conformance.NotLooked: "–"}[p.State]
			fmt.Fprintf(&b, "%s %s: %s\n", mark, p.Name, p.Said)
			if p.Fix != "" {
				fmt.Fprintf(&b, "  → %s\n", p.Fix)
			}
			if p.State == conformance.Sick {
				sick++
			}
			if p.State == conformance.Healthy {
				looked++
			}
		}
		if _, err := fmt.Fprint(cmd.OutOrStdout(), b.String()); err != nil {
			return fault("standard output: %w", err)
		}
		switch {
		case probes[0].State == conformance.Sick:
			return &failure{exitInconclusive, errSaid}
		case sick > 0, looked < 2: // that it is reached is not much
			return &failure{exitBroken, errSaid}
		}
		return nil
	}
	return cmd
}
