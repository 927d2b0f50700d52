//! Generated tables (`cargo xtask tables`). `NOTICE` names the source and licence of each.
