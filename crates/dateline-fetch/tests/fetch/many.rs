use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use dateline_fetch::{Failure, Request};

use crate::server::{Server, send};

/// How many requests to each host are being answered now, and were at most; and to how many hosts at once.
#[derive(Default)]
struct Count {
    now: BTreeMap<String, usize>,
    most: usize,
    hosts: usize,
}

#[test]
fn hosts_are_asked_together_and_each_of_them_in_turn() {
    let count: Arc<(Mutex<Count>, Condvar)> = Arc::default();
    let shared = count.clone();
    let server = Server::start(move |asked, stream| {
        let (count, changed) = &*shared;
        let mut state = count.lock().unwrap();
        let now = state.now.entry(asked.host.clone()).or_default();
        *now += 1;
        let now = *now;
        state.most = state.most.max(now);
        state.hosts = state.hosts.max(state.now.values().filter(|n| **n > 0).count());
        changed.notify_all();
        // The first page of each host is not answered until both are asked: that would never come if hosts waited for each other.
        if asked.path == "/0" {
            let waited = changed.wait_timeout_while(state, Duration::from_secs(20), |state| state.hosts < 2);
            state = waited.unwrap().0;
        }
        drop(state);
        // Gives a second request to the same host, if there were one, the time to arrive.
        thread::sleep(Duration::from_millis(5));
        *count.lock().unwrap().now.get_mut(&asked.host).unwrap() -= 1;
        send(stream, if asked.path == "/robots.txt" { "404 Not Found\n\n" } else { "200 OK\n\nPort" });
    });
    let (_, fetcher) = server.fetcher(|s| s.hosts = 6);
    let requests: Vec<Request> = (0..12)
        .map(|n| Request::from(format!("http://{}.example/{}", ["a", "b"][n % 2], n / 2).as_str()))
        .collect();
    let mut done = Vec::new();
    fetcher.fetch_all(&requests, |number, result| {
        assert_eq!(result.unwrap().url, requests[number].url);
        done.push(number);
        ControlFlow::Continue(())
    });
    let count = count.0.lock().unwrap();
    assert_eq!((count.most, count.hosts), (1, 2));
    // Each request once, those to one host in their order.
    let of_a: Vec<usize> = done.iter().copied().filter(|n| n % 2 == 0).collect();
    assert_eq!(of_a, [0, 2, 4, 6, 8, 10]);
    done.sort_unstable();
    assert_eq!(done, (0..12).collect::<Vec<_>>());
}

#[test]
fn callers_on_several_threads_take_turns_as_well() {
    let count: Arc<Mutex<(usize, usize)>> = Arc::default();
    let shared = count.clone();
    let server = Server::start(move |_, stream| {
        {
            let mut state = shared.lock().unwrap();
            state.0 += 1;
            state.1 = state.1.max(state.0);
        }
        thread::sleep(Duration::from_millis(5));
        shared.lock().unwrap().0 -= 1;
        send(stream, "404 Not Found\n\n");
    });
    let (_, fetcher) = server.fetcher(|_| {});
    thread::scope(|scope| {
        for n in 0..6 {
            let fetcher = &fetcher;
            // Another port is another server, but the same machine.
            scope.spawn(move || {
                fetcher.fetch(&format!("http://news.example:{}/a", 80 + n % 2).as_str().into())
            });
        }
    });
    assert_eq!(count.lock().unwrap().1, 1);
    // robots.txt of each server once, though six asked at the same time.
    let robots = server.asked().iter().filter(|a| a.ends_with("/robots.txt")).count();
    assert_eq!((robots, server.asked().len()), (2, 8));
}

#[test]
fn failures_are_handed_out_like_pages() {
    let server = Server::with(&[("/a", "200 OK\n\nPort")]);
    let (_, fetcher) = server.fetcher(|_| {});
    let requests =
        ["mailto:desk@news.example", "http://news.example/a", "", "http://news.example/b"].map(Request::from);
    let mut found = [const { None }; 4];
    fetcher.fetch_all(&requests, |number, result| {
        found[number] = Some(result.map_err(|e| e.failure));
        ControlFlow::Continue(())
    });
    assert!(matches!(found[0], Some(Err(Failure::Address(_)))));
    assert!(matches!(found[1], Some(Ok(_))));
    assert!(matches!(found[2], Some(Err(Failure::Address(_)))));
    assert!(matches!(found[3], Some(Err(Failure::Status { status: 404, .. }))));
    fetcher.fetch_all(&[], |_, _| unreachable!());
}

#[test]
fn it_can_be_ended_early() {
    let server = Server::start(|_, stream| send(stream, "404 Not Found\n\n"));
    let (_, fetcher) = server.fetcher(|s| s.hosts = 3);
    let requests: Vec<Request> =
        (0..300).map(|n| Request::from(format!("http://{}.example/{n}", n % 5).as_str())).collect();
    let mut count = 0;
    fetcher.fetch_all(&requests, |_, _| {
        count += 1;
        if count == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(count, 10);
    assert!(server.asked().len() < 50);
}
