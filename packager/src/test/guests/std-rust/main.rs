//! What a Rust program does with std: files, time, randomness, environment and arguments.
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, thread};

fn main() -> io::Result<()> {
    println!("arguments {:?}", env::args().collect::<Vec<_>>());
    println!("VARIABLE={:?}", env::var("VARIABLE"));
    let mut input = String::new();
    io::stdin().read_to_string(&mut input)?;
    println!("input {:?}", input);
    println!("file {:?}", fs::read_to_string("/hello.txt")?);
    scratch()?;
    println!("denied {:?}", fs::write("/new.txt", "x").map_err(|e| e.raw_os_error()));
    println!("missing {:?}", fs::read("/none.txt").map_err(|e| e.kind()));
    times();
    eprintln!("to the log");
    Ok(())
}

fn scratch() -> io::Result<()> {
    fs::create_dir_all("/tmp/a/b")?;
    fs::write("/tmp/a/b/file", "0123456789")?;
    let mut file = fs::OpenOptions::new().read(true).append(true).open("/tmp/a/b/file")?;
    file.write_all(b"ab")?;
    file.seek(SeekFrom::Start(8))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    file.set_len(4)?;
    println!("text {}, length {}", text, file.metadata()?.len());
    fs::rename("/tmp/a/b/file", "/tmp/a/moved")?;
    let mut names = Vec::new();
    for entry in fs::read_dir("/tmp/a")? {
        let entry = entry?;
        names.push(format!("{:?} {}", entry.file_name(), entry.metadata()?.is_dir()));
    }
    names.sort();
    println!("names {:?}", names);
    fs::remove_file("/tmp/a/moved")?;
    fs::remove_dir_all("/tmp/a")?;
    println!("gone {}", fs::metadata("/tmp/a").is_err());
    Ok(())
}

fn times() {
    let start = Instant::now();
    thread::sleep(Duration::from_secs(3));
    println!("slept {:?}", start.elapsed());
    println!("time {}", SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs());
    println!("random {}", RandomState::new().build_hasher().finish() != 0);
}
