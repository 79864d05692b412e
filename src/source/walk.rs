pub struct Exclude;
pub struct Found;
pub struct Walk;
