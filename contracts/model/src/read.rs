//! Reading of quantities as people write them. The one owner of that rule.
